// Faults that a test asks the user pool for, in the words of the other stand-ins: `/_local/faults`, before anything of
// cognito-local's sees a call.
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod/mini';
import { createFaults, Fault, type Faults } from '../iot/faults.ts';

export const withFaults = (server: Server): void => {
  const faults = createFaults();
  const inner = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (request.url === '/_local/faults') {
      // Only a caller who hangs up while speaking gets to the end of this.
      answer(faults, request, response).catch(() => response.destroy());
      return;
    }
    const effect = faults.next(operationOf(request));
    if (effect?.kind === 'hang') return;
    if (effect?.kind === 'error') {
      request.resume();
      send(response, effect.status, { __type: effect.name, message: 'Asked for by a test' });
      return;
    }
    if (effect?.kind === 'lost-answer')
      Object.assign(response, { end: () => request.socket.destroy() && response });
    for (const listener of inner) Reflect.apply(listener, server, [request, response]);
  });
};

const answer = async (faults: Faults, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  switch (request.method) {
    case 'GET':
      return send(response, 200, faults.list());
    case 'DELETE':
      faults.clear();
      return send(response, 200, []);
    case 'POST': {
      const fault = Fault.safeParse(jsonOf(await text(request)));
      if (!fault.success) return send(response, 400, { message: z.prettifyError(fault.error) });
      faults.add(fault.data);
      return send(response, 200, faults.list());
    }
    default:
      return send(response, 405, { message: 'GET, POST or DELETE' });
  }
};

const jsonOf = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

const operationOf = ({ headers }: IncomingMessage): string =>
  String(headers['x-amz-target'] ?? '')
    .split('.')
    .at(-1) ?? '';

const send = (response: ServerResponse, status: number, body: unknown): void => {
  // Every answer of the user pool is open to browsers, as cognito-local's own are.
  const headers = { 'access-control-allow-origin': '*', 'content-type': 'application/x-amz-json-1.1' };
  response.writeHead(status, headers).end(JSON.stringify(body));
};
