// Reading and writing many items at once, however often the table leaves some of them for later.
import { setTimeout } from 'node:timers/promises';
import {
  BatchGetCommand,
  type BatchGetCommandInput,
  BatchWriteCommand,
  type BatchWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type { Key } from './store-keys.ts';
import type { Item, Table } from './table.ts';

type KeysToGet = NonNullable<BatchGetCommandInput['RequestItems']>;
type ItemsToWrite = NonNullable<BatchWriteCommandInput['RequestItems']>;

/** Those that exist, read consistently, in no order; one wave of parallel requests. */
export const batchGet = async (
  { client, tableName, abortSignal }: Table,
  keys: readonly Key[],
  projection: Omit<KeysToGet[string], 'Keys' | 'ConsistentRead'> = {},
): Promise<readonly Item[]> => {
  const found: Item[] = [];
  const send = async (RequestItems: KeysToGet) => {
    const answer = await client.send(new BatchGetCommand({ RequestItems }), { abortSignal });
    found.push(...(answer.Responses?.[tableName] ?? []));
    return answer.UnprocessedKeys?.[tableName] && answer.UnprocessedKeys;
  };
  const batches = chunks(distinct(keys), maxGets).map((Keys) => ({
    [tableName]: { Keys, ConsistentRead: true, ...projection },
  }));
  await Promise.all(batches.map((batch) => untilProcessed(batch, send, abortSignal)));
  return found;
};

/** Each of them or, after an error, some; the order is open. */
export const batchWrite = async (
  { client, tableName, abortSignal }: Table,
  writes: readonly ({ readonly put: Key } | { readonly remove: Key })[],
): Promise<void> => {
  const send = async (RequestItems: ItemsToWrite) => {
    const answer = await client.send(new BatchWriteCommand({ RequestItems }), { abortSignal });
    return answer.UnprocessedItems?.[tableName] && answer.UnprocessedItems;
  };
  const requests = writes.map((write) =>
    'put' in write ? { PutRequest: { Item: write.put } } : { DeleteRequest: { Key: write.remove } },
  );
  const batches = chunks(requests, maxWrites).map((batch) => ({ [tableName]: batch }));
  await Promise.all(batches.map((batch) => untilProcessed(batch, send, abortSignal)));
};

/** "BatchGetItem: up to 100 items." */
const maxGets = 100;
/** "BatchWriteItem: up to 25 item put or delete operations." */
const maxWrites = 25;
const maxAttempts = 6;

const untilProcessed = async <Requests>(
  requests: Requests,
  send: (requests: Requests) => Promise<Requests | undefined>,
  signal: AbortSignal,
): Promise<void> => {
  let left: Requests | undefined = await send(requests);
  for (let attempt = 1; left !== undefined; attempt++) {
    if (attempt === maxAttempts) throw new DOMException('The table is throttling.', 'TimeoutError');
    // "We strongly recommend that you use an exponential backoff algorithm" (BatchGetItem, UnprocessedKeys).
    await setTimeout(Math.random() * 50 * 2 ** attempt, undefined, { signal });
    left = await send(left);
  }
};

/** A batch that names an item twice is refused. */
const distinct = (keys: readonly Key[]): readonly Key[] => [
  ...new Map(keys.map(({ pk, sk }) => [JSON.stringify([pk, sk]), { pk, sk }])).values(),
];

const chunks = <Value>(values: readonly Value[], size: number): readonly Value[][] =>
  Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );
