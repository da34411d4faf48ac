// The one reading that decides about a user: its item, its scopes and the stack's, consistently, in one round trip.

import { setTimeout } from 'node:timers/promises';
import {
  BatchGetCommand,
  type BatchGetCommandInput,
  type BatchGetCommandOutput,
  PutCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { everyone } from '../domain/subject.ts';
import type { Provisioning, ProvisioningStore } from '../provisioning/ports.ts';
import { readScopeSummary, readUser } from '../schema/stored.ts';
import { scopeKey, stackKey, userKey } from './store-keys.ts';
import type { Table } from './table.ts';

type Key = { readonly pk: string; readonly sk: string };
type Item = Readonly<Record<string, unknown>>;

export const provisioningStore = (table: Table): ProvisioningStore => ({
  readProvisioning: async ({ userId, groups }) => {
    const keys = [
      userKey(userId),
      stackKey,
      scopeKey(everyone),
      ...[...new Set(groups)].map((group) => scopeKey({ kind: 'group', group })),
      scopeKey({ kind: 'user', userId }),
    ];
    const batches = chunks(keys, maxBatch);
    return provisioningOf((await Promise.all(batches.map((batch) => readBatch(table, batch)))).flat());
  },

  saveEndpoint: async (endpoint) => {
    const { client, tableName, abortSignal } = table;
    await client.send(new PutCommand({ TableName: tableName, Item: { ...stackKey, endpoint } }), {
      abortSignal,
    });
  },
});

/** "BatchGetItem: up to 100 items." */
const maxBatch = 100;
const maxReads = 6;

const stack = z.object({ endpoint: z.string() });

const provisioningOf = (items: readonly Item[]): Provisioning => {
  const of = (sk: string) => items.filter((item) => item['sk'] === sk);
  return {
    user: of('user').map(readUser)[0],
    scopes: of('scope')
      .map(readScopeSummary)
      .filter(({ state }) => state === 'active'),
    endpoint: of('stack').map((item) => stack.parse(item).endpoint)[0],
  };
};

/** All that a decision needs and nothing more: a scope's documents stay where they are. */
const projected = [
  ...[
    'pk',
    'sk',
    'userId',
    'identityId',
    'status',
    'groups',
    'groupsAsOf',
    'devices',
    'attached',
    'endpoint',
  ],
  ...['subject', 'state', 'description', 'documents', 'grants', 'expired'],
  ...['generation', 'appliedGeneration', 'effectiveBy'],
];
const projection = {
  ConsistentRead: true,
  ProjectionExpression: projected.map((name) => `#${name}`).join(', '),
  ExpressionAttributeNames: Object.fromEntries(projected.map((name) => [`#${name}`, name])),
};

const readBatch = async (
  { client, tableName, abortSignal }: Table,
  keys: readonly Key[],
): Promise<readonly Item[]> => {
  const items: Item[] = [];
  let left: BatchGetCommandInput['RequestItems'] = { [tableName]: { Keys: [...keys], ...projection } };
  for (let reads = 1; left; reads++) {
    const answer: BatchGetCommandOutput = await client.send(new BatchGetCommand({ RequestItems: left }), {
      abortSignal,
    });
    items.push(...(answer.Responses?.[tableName] ?? []));
    left = answer.UnprocessedKeys?.[tableName] && answer.UnprocessedKeys;
    if (left && reads === maxReads) throw new DOMException('The table is throttling.', 'TimeoutError');
    // "We strongly recommend that you use an exponential backoff algorithm" (BatchGetItem, UnprocessedKeys).
    if (left) await setTimeout(Math.random() * 50 * 2 ** reads, undefined, { signal: abortSignal });
  }
  return items;
};

const chunks = <Value>(values: readonly Value[], size: number): readonly Value[][] =>
  Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );
