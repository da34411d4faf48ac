// Audit events, newest first: all of them and an actor's by an index, a subject's by its pointers.
import type { AuditEvent } from '../domain/audit-event.ts';
import type { AuditStore, Page } from '../provisioning/ports.ts';
import { readAuditEvent } from '../schema/stored-audit-event.ts';
import { batchGet } from './store-batch.ts';
import { auditKey, auditPartition, beginOf, endOf, whatIsAt } from './store-keys.ts';
import { pageOf, queryItems } from './store-query.ts';
import type { Item, Table } from './table.ts';

type AuditQuery = Parameters<AuditStore['listAuditEvents']>[0];

export const auditStore = (table: Table): AuditStore => ({
  listAuditEvents: async ({ of, ...query }) => {
    if (of === 'all') return listEvents(table, { index: 'byKind', hash: 'kind', value: 'audit' }, query);
    if ('actor' in of) return listEvents(table, { index: 'byActor', hash: 'actor', value: of.actor }, query);
    return listOf(table, auditPartition(of.subject), query);
  },
});

type Partition = { readonly index?: string; readonly hash: string; readonly value: string };

const listEvents = (table: Table, partition: Partition, query: Omit<AuditQuery, 'of'>) =>
  pageOf(newestFirst(table, partition, 'key', query), query.limit, placeIn('key'), readAuditEvent);

/** What has expired is passed over, and so is the pointer of a change that was not stored. */
const listOf = async (
  table: Table,
  value: string,
  query: Omit<AuditQuery, 'of'>,
): Promise<Page<AuditEvent>> => {
  const pointers = newestFirst(table, { hash: 'pk', value }, 'sk', query);
  const page = await pageOf(pointers, query.limit, placeIn('sk'), (pointer) =>
    auditKey(whatIsAt(placeIn('sk')(pointer))),
  );
  const found = new Map((await batchGet(table, page.items)).map((item) => [item['pk'], item]));
  return { ...page, items: page.items.flatMap(({ pk }) => found.get(pk) ?? []).map(readAuditEvent) };
};

const placeIn =
  (name: 'key' | 'sk') =>
  (item: Item): string =>
    String(item[name]);

async function* newestFirst(
  table: Table,
  { index, hash, value }: Partition,
  range: 'key' | 'sk',
  { since = 0, until = Number.MAX_SAFE_INTEGER, limit, after }: Omit<AuditQuery, 'of'>,
): AsyncGenerator<Item> {
  const oldest = beginOf(since);
  const end = endOf(until);
  const newest = after !== undefined && after < end ? after : end;
  if (newest < oldest) return;
  const items = queryItems(table, {
    IndexName: index,
    KeyConditionExpression: '#hash = :value AND #range BETWEEN :oldest AND :newest',
    ExpressionAttributeNames: { '#hash': hash, '#range': range },
    ExpressionAttributeValues: { ':value': value, ':oldest': oldest, ':newest': newest },
    ScanIndexForward: false,
    // One beyond the page, and the one that it begins after.
    Limit: limit + 2,
  });
  for await (const item of items) if (item[range] !== newest) yield item;
}
