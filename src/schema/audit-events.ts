// Audit events as they are asked for and answered.
import * as z from 'zod/mini';
import type { AuditAction, AuditEvent } from '../domain/audit-event.ts';
import { subject, userId } from './identifiers.ts';
import { cursorOf, listOf } from './list.ts';
import { limit } from './query.ts';
import { formatInstant, instant, timestamp } from './timestamp.ts';

/** The list's name in its cursors. */
export const auditEventList = 'audit-events';

export const AuditEventsQuery = z.strictObject({
  subject: z.optional(subject),
  /** A `sub`, or `system`. */
  actor: z.optional(userId),
  /** Both inclusive. */
  since: z.optional(instant),
  until: z.optional(instant),
  limit,
  cursor: z.optional(cursorOf(auditEventList)),
});

const actions = [
  'scope-founded',
  'device-registered',
  'device-removed',
  'grants-changed',
  'grants-expired',
  'group-managed',
  'group-changed',
  'group-deleted',
  'groups-changed',
  'user-suspended',
  'user-resumed',
  'user-disconnected',
  'user-offboarded',
] as const satisfies readonly AuditAction[];

export const AuditEventBody = z.strictObject({
  auditId: z.string(),
  at: timestamp,
  /** A `sub`, or `system`. */
  actor: z.string(),
  /** Whose rights changed: `user/<userId>`, `group/<group>` or `everyone`. */
  subjects: z.array(z.string()),
  action: z.enum(actions),
  requestId: z.string(),
  reason: z.optional(z.string()),
  before: z.optional(z.unknown()),
  after: z.optional(z.unknown()),
});

export const AuditEventsBody = listOf(AuditEventBody);

export const auditEventBody = ({ at, ...event }: AuditEvent) => ({ ...event, at: formatInstant(at) });
