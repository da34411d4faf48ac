// API Gateway's part of the local API: unknown routes, preflights, limits, its own error answers. What is left goes to
// serverless-offline, and its answer is cleared of what its web server adds.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { GatewayResponseType } from '../../infra/gateway-responses.ts';
import { separated } from '../../infra/separated.ts';
import { forward } from './forward.ts';
import { gatewayAnswering } from './gateway-answer.ts';
import { preflight } from './preflight.ts';
import { readBody } from './read-body.ts';
import { readApi, routesAt } from './routes.ts';

/** "Quotas for configuring and running a REST API": all header values and names together. */
const maxHeaderBytes = 10_240;

export const apiFront = (settings: { readonly corsOrigins: string; readonly folder: string }) => {
  const corsOrigins = separated(settings.corsOrigins);
  const answerOf = gatewayAnswering(corsOrigins);
  const api = readApi(settings.folder);
  let upstreamPort: number | undefined;

  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const refuse = (type: GatewayResponseType) => {
      const { status, headers, body } = answerOf(type, randomUUID());
      response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) }).end(body);
    };
    const [pathname = ''] = (request.url ?? '').split('?');
    const routes = routesAt(api, pathname);
    if (routes === undefined) return refuse('BAD_REQUEST_PARAMETERS');
    if (request.method === 'OPTIONS' && routes.some(({ cors }) => cors)) {
      response.writeHead(200, preflight(api, routes, corsOrigins, request.headers.origin));
      response.end();
      return;
    }
    if (!routes.some(({ method }) => method === request.method || method === 'ANY')) {
      return refuse('MISSING_AUTHENTICATION_TOKEN');
    }
    const body = await readBody(request);
    if (body === undefined) return refuse('REQUEST_TOO_LARGE');
    if (upstreamPort === undefined) return refuse('INTEGRATION_FAILURE');
    const answer = await forward(request, body, upstreamPort);
    if (typeof answer === 'string') return refuse(answer);
    response.writeHead(answer.status, answer.headers).end(answer.body);
  };

  const server = createServer({ maxHeaderSize: maxHeaderBytes }, (request, response) => {
    respond(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return;
    const tooLarge = error.code === 'HPE_HEADER_OVERFLOW';
    const { status, headers, body } = answerOf(tooLarge ? 'REQUEST_TOO_LARGE' : 'DEFAULT_4XX', randomUUID());
    const lines = Object.entries({
      ...headers,
      Connection: 'close',
      'Content-Length': String(Buffer.byteLength(body)),
    }).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`HTTP/1.1 ${status} \r\n${lines.join('')}\r\n${body}`);
  });

  return {
    server,
    forwardTo: (port: number): void => {
      upstreamPort = port;
    },
  };
};
