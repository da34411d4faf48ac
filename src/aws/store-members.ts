// Who may be in which group, and all users.
import { QueryCommand, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb';
import type { GroupName, UserId } from '../domain/identifiers.ts';
import type { MemberStore } from '../provisioning/ports.ts';
import { userId } from '../schema/identifiers.ts';
import { readUser } from '../schema/stored.ts';
import { batchWrite } from './store-batch.ts';
import { groupPartition, memberKey, memberPrefix } from './store-keys.ts';
import { listKind, pageOf, queryItems } from './store-query.ts';
import type { Item, Table } from './table.ts';

export const memberStore = (table: Table): MemberStore => ({
  ...memberReads(table),
  saveMemberships: (user, groups) =>
    batchWrite(
      table,
      keysOf(user, groups).map((put) => ({ put })),
    ),
  removeMemberships: (user, groups) =>
    batchWrite(
      table,
      keysOf(user, groups).map((remove) => ({ remove })),
    ),
});

/** For functions that change nothing. */
export const memberReads = (table: Table): Omit<MemberStore, 'saveMemberships' | 'removeMemberships'> => ({
  listMembers: (group, { limit, after = '' }) => {
    const items = queryItems(table, {
      ...membersAfter(group, after),
      ConsistentRead: true,
      Limit: limit + 1,
    });
    return pageOf(items, limit, userIdOf, userIdOf);
  },

  countMembers: async (group, upTo) => {
    let counted = 0;
    let start: QueryCommandOutput['LastEvaluatedKey'];
    while (counted < upTo) {
      const query = new QueryCommand({
        ...membersAfter(group, ''),
        TableName: table.tableName,
        ConsistentRead: true,
        Select: 'COUNT',
        Limit: upTo - counted,
        ExclusiveStartKey: start,
      });
      const { Count = 0, LastEvaluatedKey }: QueryCommandOutput = await table.client.send(query, {
        abortSignal: table.abortSignal,
      });
      counted += Count;
      start = LastEvaluatedKey;
      if (start === undefined) break;
    }
    return counted;
  },

  listUsers: (page) => listKind(table, 'user', page, readUser),
});

const membersAfter = (group: GroupName, after: string) => ({
  KeyConditionExpression: 'pk = :group AND sk > :after',
  ExpressionAttributeValues: { ':group': groupPartition(group), ':after': `${memberPrefix}${after}` },
});

const userIdOf = (item: Item): UserId => userId.parse(String(item['sk']).slice(memberPrefix.length));

/** A batch that names an item twice is refused. */
const keysOf = (user: UserId, groups: readonly GroupName[]) =>
  [...new Set(groups)].map((group) => memberKey(group, user));
