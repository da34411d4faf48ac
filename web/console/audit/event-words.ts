// Audit events in words.
import type { AuditEvent } from '../../shared/api-paths.ts';
import { isObject } from './difference.ts';

/** Two actions say little without what they have changed; one of a newer service is named as it is. */
export const eventInWords = ({
  action,
  before,
  after,
}: Pick<AuditEvent, 'action' | 'before' | 'after'>): string => {
  if (action === 'device-removed' && isObject(before) && isObject(after))
    return removalInWords(before, after);
  if (action === 'user-disconnected' && isObject(after) && after['signOut'] === true) {
    return 'User disconnected and signed out';
  }
  return actionInWords[action] ?? action;
};

/** Without a thing there was no device: only its ID was blocked, or allowed again. */
const removalInWords = (
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): string => {
  const isThere = before['thingName'] !== undefined;
  if (before['blocked'] === after['blocked']) return actionInWords['device-removed'];
  if (after['blocked'] === true) return isThere ? 'Device removed and blocked' : 'Device ID blocked';
  return isThere ? 'Device removed, and allowed again' : 'Device ID allowed again';
};

const actionInWords: Readonly<Record<AuditEvent['action'], string>> = {
  'scope-founded': 'Rights of everyone begun with the default grant',
  'device-registered': 'Device registered',
  'device-removed': 'Device removed',
  'grants-changed': 'Grants changed',
  'grants-expired': 'Grants expired',
  'group-managed': 'Group managed from now on',
  'group-changed': 'Group changed',
  'group-deleted': 'Group no longer managed',
  'groups-changed': 'Groups of the user changed',
  'user-created': 'User signed up',
  'user-disabled': 'User disabled in the user pool',
  'user-enabled': 'User enabled in the user pool',
  'user-suspended': 'User suspended',
  'user-resumed': 'User resumed',
  'user-disconnected': 'User disconnected',
  'user-offboarded': 'User offboarded',
};

/** A member's value as text; what has structure as JSON. */
export const valueInWords = (value: unknown): string => {
  if (typeof value === 'string') return value === '' ? '“”' : value;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) {
    return value.length === 0 ? 'none' : value.join(', ');
  }
  return JSON.stringify(value) ?? 'nothing';
};
