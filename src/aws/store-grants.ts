// Grants and scopes as administrators read them; what changes them is src/aws/store-scope-changes.ts.
import type { GrantStore } from '../provisioning/ports.ts';
import { readRecordedGrant, readScope, readUser } from '../schema/stored.ts';
import { batchGet } from './store-batch.ts';
import { grantKey, type Key, scopeKey, userKey } from './store-keys.ts';
import { listKind } from './store-query.ts';
import { scopeChanges } from './store-scope-changes.ts';
import { deleteItem, type Item, type Table } from './table.ts';

export const grantStore = (table: Table): GrantStore => ({
  ...grantReads(table),
  ...scopeChanges(table),
  forgetScope: ({ subject, generation }) =>
    deleteItem(table, {
      Key: scopeKey(subject),
      ConditionExpression: 'generation = :generation',
      ExpressionAttributeValues: { ':generation': generation },
    }),
});

/** For functions that change nothing. */
export const grantReads = (table: Table): Omit<GrantStore, 'changeScopes' | 'forgetScope'> => ({
  readGrants: (grantIds) => readItems(table, grantIds.map(grantKey), readRecordedGrant),
  readScopes: (subjects) => readItems(table, subjects.map(scopeKey), readScope),
  readUsers: (userIds) => readItems(table, userIds.map(userKey), readUser),
  listGrants: (page) => listKind(table, 'grant', page, readRecordedGrant),
  listGroups: (page) => listKind(table, 'group', page, readScope),
});

/** Those that exist, in the order in which they are asked for. */
const readItems = async <Read>(
  table: Table,
  keys: readonly Key[],
  read: (item: Item) => Read,
): Promise<readonly Read[]> => {
  const found = new Map((await batchGet(table, keys)).map((item) => [item['pk'], item]));
  return [...new Set(keys.map(({ pk }) => pk))].flatMap((pk) => {
    const item = found.get(pk);
    return item ? [read(item)] : [];
  });
};
