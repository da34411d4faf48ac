// The keys of the table's items.
import type { DeviceId, UserId } from '../domain/identifiers.ts';
import { formatSubject, type Subject } from '../domain/subject.ts';

type Key = { readonly pk: string; readonly sk: string };

export const userKey = (userId: UserId): Key => ({ pk: `user#${userId}`, sk: 'user' });
export const scopeKey = (subject: Subject): Key => ({ pk: `scope#${formatSubject(subject)}`, sk: 'scope' });
export const auditKey = (auditId: string): Key => ({ pk: `audit#${auditId}`, sk: 'audit' });
/** What is read once for the whole stack, e.g. its endpoint. */
export const stackKey: Key = { pk: 'stack', sk: 'stack' };
/** Work to come: `task` says what, `of` whose. */
export const dueKey = (task: DueTask, of: string): Key => ({ pk: `due#${task}#${of}`, sk: 'due' });
export const deviceDueOf = (userId: UserId, deviceId: DeviceId): string => `${userId}/${deviceId}`;

export type DueTask = 'finish-registration' | 'finish-removal' | 'disconnect';
