// Lists, page by page. A page begins after a key, not at a place: whatever is written between two pages, what was there
// all the time is in one of them, once.
import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Page, PageRequest } from '../provisioning/ports.ts';
import type { listed } from './store-keys.ts';
import type { Item, Table } from './table.ts';

/** The items of a query as they are asked for: "a single Query can return up to 1 MB". */
export async function* queryItems(
  { client, tableName, abortSignal }: Table,
  input: Omit<QueryCommandInput, 'TableName'>,
): AsyncGenerator<Item> {
  let start: QueryCommandInput['ExclusiveStartKey'];
  do {
    const query = new QueryCommand({ ...input, TableName: tableName, ExclusiveStartKey: start });
    const { Items = [], LastEvaluatedKey } = await client.send(query, { abortSignal });
    yield* Items;
    start = LastEvaluatedKey;
  } while (start !== undefined);
}

/** All items of a kind, in the order of their keys; may lag behind. */
export const listKind = <Read>(
  table: Table,
  kind: ReturnType<typeof listed>['kind'],
  { limit, after }: PageRequest,
  read: (item: Item) => Read,
): Promise<Page<Read>> => {
  const items = queryItems(table, {
    IndexName: 'byKind',
    KeyConditionExpression: `#kind = :kind${after === undefined ? '' : ' AND #key > :after'}`,
    ExpressionAttributeNames: { '#kind': 'kind', ...(after !== undefined && { '#key': 'key' }) },
    ExpressionAttributeValues: { ':kind': kind, ...(after !== undefined && { ':after': after }) },
    Limit: limit + 1,
  });
  return pageOf(items, limit, (item) => String(item['key']), read);
};

/** One item beyond the page is asked for, so that the last page says that it is. */
export const pageOf = async <Read>(
  items: AsyncIterable<Item>,
  limit: number,
  keyOf: (item: Item) => string,
  read: (item: Item) => Read,
): Promise<Page<Read>> => {
  const found: Item[] = [];
  for await (const item of items) {
    const last = found.at(-1);
    if (last !== undefined && found.length >= limit) return { items: found.map(read), after: keyOf(last) };
    found.push(item);
  }
  return { items: found.map(read) };
};
