// DynamoDB on this machine: dynalite in memory, behind a front that adds transactions, the item that failed a
// condition, time to live, and faults for tests.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { type Answer, answerError } from './answer.ts';
import { createFaults, type Faults, failureOf } from './faults.ts';
import { createOperations } from './operations.ts';
import { type ForwardedAnswer, listen, startStorage } from './storage.ts';

export type LocalDynamoDb = {
  readonly url: string;
  readonly faults: Faults;
  /** How often each operation was called since the start or the last `forgetCalls`. */
  calls(): Readonly<Record<string, number>>;
  forgetCalls(): void;
  close(): Promise<void>;
};

/** `port` 0, the default, takes a free one. `now` (milliseconds) decides when request tokens expire. */
export const startDynamoDb = async ({
  port = 0,
  now = Date.now,
}: {
  readonly port?: number;
  readonly now?: () => number;
} = {}): Promise<LocalDynamoDb> => {
  const storage = await startStorage();
  const answer = createOperations(storage, now);
  const faults = createFaults();
  const counts = new Map<string, number>();

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const operation = operationOf(request);
    counts.set(operation, (counts.get(operation) ?? 0) + 1);
    const fault = faults.take(operation);
    const { method = 'POST', url = '/', headers } = request;
    const body = await text(request);
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'fail') return send(response, failureOf(fault));
    const result = await answer(operation, { method, path: url, headers, body }).catch((error: unknown) =>
      answerError('InternalServerError', String(error)),
    );
    if (fault?.kind === 'lose-answer') request.socket.destroy();
    else send(response, result);
  };
  const server = createServer((request, response) => {
    // Only a caller who hangs up while speaking gets here.
    serve(request, response).catch(() => response.destroy());
  });

  const ownPort = await listen(server, port).catch(async (error: unknown) => {
    await storage.close();
    throw error;
  });
  return {
    url: `http://127.0.0.1:${ownPort}`,
    faults,
    calls: () => Object.fromEntries(counts),
    forgetCalls: () => counts.clear(),
    close: async () => {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      await storage.close();
    },
  };
};

const operationOf = ({ headers }: IncomingMessage): string =>
  String(headers['x-amz-target'] ?? '')
    .split('.')
    .at(-1) ?? '';

const send = (response: ServerResponse, answer: Answer | ForwardedAnswer): void => {
  if ('text' in answer) {
    const { connection, 'keep-alive': _, 'transfer-encoding': __, ...headers } = answer.headers;
    response.writeHead(answer.status, headers).end(answer.text);
    return;
  }
  const text = JSON.stringify(answer.body);
  response
    .writeHead(answer.status, {
      'content-type': 'application/x-amz-json-1.0',
      'content-length': Buffer.byteLength(text),
      'x-amz-crc32': crc32(text),
      'x-amzn-requestid': randomUUID(),
    })
    .end(text);
};
