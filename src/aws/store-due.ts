// Work to come: found by when it is due, taken off the list only by whoever knows its latest stamp.
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { type Due, taskKey } from '../domain/due.ts';
import type { DueStore } from '../provisioning/ports.ts';
import { readDue } from '../schema/stored-due.ts';
import { dueItem } from './store-due-writes.ts';
import { dueKey, endOf } from './store-keys.ts';
import { queryItems } from './store-query.ts';
import { deleteItem, putItem, type Table, transact } from './table.ts';

/** An item of the table that says nothing this service could do. */
export type UnreadableDue = { readonly key: string; readonly cause: unknown };

/** What cannot be read is reported and passed over, however much of it there is: it holds up nothing that can. */
export const dueStore = (table: Table, report: (unreadable: UnreadableDue) => void): DueStore => ({
  listDue: async (until, limit) => {
    const found: Due[] = [];
    for await (const item of queryItems(table, dueUntil(until, limit))) {
      if (found.length === limit) break;
      try {
        found.push(readDue(item));
      } catch (cause) {
        report({ key: String(item['pk']), cause });
      }
    }
    return found;
  },

  isDue: async (work) => {
    const { client, tableName: TableName, abortSignal } = table;
    const get = new GetCommand({
      TableName,
      Key: dueKey(work),
      ConsistentRead: true,
      ProjectionExpression: 'pk',
    });
    return (await client.send(get, { abortSignal })).Item !== undefined;
  },

  saveDue: async (due) => {
    await putItem(table, { Item: dueItem(due) });
  },

  finishDue: ({ work, stamp }, next) => {
    const values = { ':stamp': stamp };
    const done = {
      Key: dueKey(work),
      ConditionExpression: 'stamp = :stamp',
      ExpressionAttributeValues: values,
    };
    if (next === undefined) return deleteItem(table, done);
    if (taskKey(next.work) !== taskKey(work))
      return transact(table, [{ Delete: done }, { Put: { Item: dueItem(next) } }]);
    return putItem(table, {
      Item: dueItem(next),
      // Its own stamp: an attempt whose answer was lost.
      ConditionExpression: 'stamp IN (:stamp, :next)',
      ExpressionAttributeValues: { ...values, ':next': next.stamp },
    });
  },
});

const dueUntil = (until: number, limit: number) => ({
  IndexName: 'byKind',
  KeyConditionExpression: '#kind = :due AND #key < :end',
  ExpressionAttributeNames: { '#kind': 'kind', '#key': 'key' },
  ExpressionAttributeValues: { ':due': 'due', ':end': endOf(until) },
  Limit: limit,
});
