// The keys of the table's items, and what the index `byKind` lists them by.
import { type Task, taskKey } from '../domain/due.ts';
import type { GroupName, UserId } from '../domain/identifiers.ts';
import { formatSubject, type Subject } from '../domain/subject.ts';

export type Key = { readonly pk: string; readonly sk: string };

export const userKey = (userId: UserId): Key => ({ pk: `user#${userId}`, sk: 'user' });
export const scopeKey = (subject: Subject): Key => ({ pk: `scope#${formatSubject(subject)}`, sk: 'scope' });
export const grantKey = (grantId: string): Key => ({ pk: `grant#${grantId}`, sk: 'grant' });
export const memberKey = (group: GroupName, userId: UserId): Key => ({
  pk: groupPartition(group),
  sk: `${memberPrefix}${userId}`,
});
export const groupPartition = (group: GroupName): string => `group#${group}`;
export const memberPrefix = 'member#';
export const auditKey = (auditId: string): Key => ({ pk: `audit#${auditId}`, sk: 'audit' });
/** Of the items that say which events are about a subject; sorted by when. */
export const auditPartition = (subject: string): string => `audit-of#${subject}`;
export const dueKey = (work: Task): Key => ({ pk: `due#${taskKey(work)}`, sk: 'due' });
/** What is read once for the whole stack, e.g. its endpoint. */
export const stackKey: Key = { pk: 'stack', sk: 'stack' };

/** Of every item that is listed: what it is, and where it stands among its kind. */
export const listed = (kind: 'user' | 'group' | 'grant' | 'due' | 'audit', key: string) => ({ kind, key });

/** What stands at a moment is sorted by it first, then by what it is. */
export const placeAt = (epochMs: number, what: string): string => `${timeText(epochMs)}#${what}`;
export const whatIsAt = (place: string): string => place.slice(place.indexOf('#') + 1);
/** Before and after all that stands at a moment. */
export const beginOf = (epochMs: number): string => timeText(epochMs);
export const endOf = (epochMs: number): string => `${timeText(epochMs)}$`;

/**
 * Sorts as time does. Years of five digits would sort before all others: what is later than 9999 is taken for the end
 * of it, what is earlier than 1970 for its beginning.
 */
const timeText = (epochMs: number): string =>
  new Date(Math.min(Math.max(epochMs, 0), lastOf9999)).toISOString();

const lastOf9999 = Date.UTC(10_000, 0) - 1;
