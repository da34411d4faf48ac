// Leases on scopes and users: at most one function applies one of them at a time.
import type { Lease, NotLeased, Stored } from '../provisioning/ports.ts';
import type { Key } from './store-keys.ts';
import { type Table, updateItem } from './table.ts';

/**
 * The item as it was before, or why there is no lease. From here on until `record`, the item is marked: what AWS has
 * may differ from what is recorded. Taking one's own lease again is taking it.
 */
export const takeLease = async <Item>(
  table: Table,
  key: Key,
  { owner, now, until }: Lease,
  read: (item: unknown) => Item,
): Promise<{ readonly leased: Item; readonly certain: boolean } | NotLeased> => {
  const update = await updateItem(table, {
    Key: key,
    UpdateExpression: 'SET leaseOwner = :owner, leaseUntil = :until, unrecorded = :true',
    ConditionExpression:
      'attribute_exists(pk) AND (attribute_not_exists(leaseOwner) OR leaseOwner = :owner OR leaseUntil < :now)',
    ExpressionAttributeValues: { ':owner': owner, ':until': until, ':now': now, ':true': true },
    ReturnValues: 'ALL_OLD',
  });
  if (update.outcome === 'refused') return { refused: update.exists ? 'held' : 'missing' };
  return { leased: read(update.attributes), certain: update.attributes?.['unrecorded'] !== true };
};

/** Stores what was applied and gives the lease back, if it is still held and the generation has not moved. */
export const recordApplied = async (
  table: Table,
  key: Key,
  {
    owner,
    generation,
    ...applied
  }: { readonly owner: string; readonly generation: number } & Readonly<Record<string, unknown>>,
): Promise<Stored> => {
  const members = Object.keys(applied);
  const { outcome } = await updateItem(table, {
    Key: key,
    UpdateExpression: `SET appliedGeneration = :generation, ${members.map((name) => `${name} = :${name}`).join(', ')} REMOVE leaseOwner, leaseUntil, unrecorded`,
    ConditionExpression: 'leaseOwner = :owner AND generation = :generation',
    ExpressionAttributeValues: {
      ':owner': owner,
      ':generation': generation,
      ...Object.fromEntries(members.map((name) => [`:${name}`, applied[name]])),
    },
  });
  return outcome === 'stored' ? 'stored' : 'conflict';
};

/** Before its time, after a failure: the mark stays, so that whoever comes next reads AWS's state. */
export const releaseLease = async (table: Table, key: Key, owner: string): Promise<void> => {
  await updateItem(table, {
    Key: key,
    UpdateExpression: 'REMOVE leaseOwner, leaseUntil',
    ConditionExpression: 'leaseOwner = :owner',
    ExpressionAttributeValues: { ':owner': owner },
  });
};
