// The one reading that decides about a user: its item, its scopes and the stack's, consistently, in one round trip.
import * as z from 'zod/mini';
import { everyone } from '../domain/subject.ts';
import type { EndpointStore, Provisioning, ProvisioningStore } from '../provisioning/ports.ts';
import { readScopeSummary, readUser } from '../schema/stored.ts';
import { batchGet } from './store-batch.ts';
import { scopeKey, stackKey, userKey } from './store-keys.ts';
import { type Item, putItem, type Table } from './table.ts';

export const provisioningStore = (table: Table): ProvisioningStore => ({
  readProvisioning: async ({ userId, groups }) => {
    const keys = [
      userKey(userId),
      stackKey,
      scopeKey(everyone),
      ...groups.map((group) => scopeKey({ kind: 'group', group })),
      scopeKey({ kind: 'user', userId }),
    ];
    return provisioningOf(await batchGet(table, keys, projection));
  },
});

/** What is read once for the whole account and never changes. */
export const endpointStore = (table: Table): EndpointStore => ({
  saveEndpoint: async (endpoint) => {
    await putItem(table, { Item: { ...stackKey, endpoint } });
  },
});

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
    'disabled',
    'blocked',
    'devices',
    'attached',
    'endpoint',
  ],
  ...['subject', 'state', 'description', 'documents', 'grants', 'expired'],
  ...['generation', 'appliedGeneration', 'effectiveBy'],
];
const projection = {
  ProjectionExpression: projected.map((name) => `#${name}`).join(', '),
  ExpressionAttributeNames: Object.fromEntries(projected.map((name) => [`#${name}`, name])),
};
