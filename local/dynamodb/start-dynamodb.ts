// DynamoDB on this machine: dynalite in memory, behind a front that adds transactions, the item that failed a
// condition, time to live, and faults for tests.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import * as z from 'zod/mini';
import { type Answer, answerError } from './answer.ts';
import { createExclusion } from './exclusion.ts';
import { wantsFailedItem, writeReturningFailedItem } from './failed-item.ts';
import { createFaults, type Faults, failureOf } from './faults.ts';
import { createIdempotency } from './idempotency.ts';
import { type ForwardedAnswer, listen, startStorage } from './storage.ts';
import { createTimeToLive } from './time-to-live.ts';
import { transactGetItems } from './transact-get-items.ts';
import { transactWriteItems } from './transact-write-items.ts';

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
  const { shared, exclusive } = createExclusion();
  const once = createIdempotency(now);
  const timeToLive = createTimeToLive(storage);
  const faults = createFaults();
  const counts = new Map<string, number>();

  const answer = (
    operation: string,
    request: IncomingMessage,
    body: string,
  ): Promise<Answer | ForwardedAnswer> => {
    const input = parseInput(body);
    const forward = () =>
      storage.forward({
        method: request.method ?? 'POST',
        path: request.url ?? '/',
        headers: request.headers,
        body,
      });
    if (!input) return shared(forward);
    if (ownOperations.has(operation) && !request.headers.authorization)
      return Promise.resolve(
        answerError('MissingAuthenticationTokenException', 'Request is missing Authentication Token'),
      );
    switch (operation) {
      case 'TransactWriteItems':
        return exclusive(() => once(input, () => transactWriteItems(storage, input.TransactItems)));
      case 'TransactGetItems':
        return exclusive(() => transactGetItems(storage, input.TransactItems));
      case 'UpdateTimeToLive':
        return exclusive(() => timeToLive.update(input));
      case 'DescribeTimeToLive':
        return shared(() => timeToLive.describe(input));
      case 'PutItem':
      case 'UpdateItem':
      case 'DeleteItem':
        return wantsFailedItem(input)
          ? exclusive(() => writeReturningFailedItem(storage, operation, input))
          : shared(forward);
      case 'DeleteTable':
        storage.forgetSchema(String(input.TableName));
        timeToLive.forget(String(input.TableName));
        return exclusive(forward);
      default:
        return shared(forward);
    }
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const operation = operationOf(request);
    counts.set(operation, (counts.get(operation) ?? 0) + 1);
    const fault = faults.take(operation);
    const body = await text(request);
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'fail') return send(response, failureOf(fault));
    const result = await answer(operation, request, body).catch((error: unknown) =>
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

/** Those that never reach dynalite, which asks for a signature otherwise. */
const ownOperations = new Set([
  'TransactWriteItems',
  'TransactGetItems',
  'UpdateTimeToLive',
  'DescribeTimeToLive',
]);

const operationOf = ({ headers }: IncomingMessage): string =>
  String(headers['x-amz-target'] ?? '')
    .split('.')
    .at(-1) ?? '';

const parseInput = (body: string): z.infer<typeof Input> | undefined => {
  try {
    return Input.parse(JSON.parse(body));
  } catch {
    // What is not a JSON object is left to dynalite, which words the refusal.
    return undefined;
  }
};
/** What the front itself looks at; the rest passes through. */
const Input = z.looseObject({
  TableName: z.optional(z.unknown()),
  TransactItems: z.optional(z.unknown()),
  ReturnValuesOnConditionCheckFailure: z.optional(z.unknown()),
});

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
