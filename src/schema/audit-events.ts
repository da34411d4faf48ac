// Audit events as they are asked for and answered.
import * as z from 'zod/mini';
import { type AuditEvent, auditActions } from '../domain/audit-event.ts';
import { subject, userId } from './identifiers.ts';
import { cursorOf, listOf } from './list.ts';
import { limit } from './query.ts';
import { formatInstant, instant, timestamp } from './timestamp.ts';

/** The list's name in its cursors. */
export const auditEventList = 'audit-events';

export const ListAuditEventsRequest = {
  query: z.strictObject({
    subject: z.optional(subject),
    actor: z.optional(userId.check(z.describe('Who made the change: a `sub`, or `system`.'))),
    since: z.optional(instant.check(z.describe('Events of then or later.'))),
    until: z.optional(instant.check(z.describe('Events of then or earlier.'))),
    limit,
    cursor: z.optional(cursorOf(auditEventList)),
  }),
};

export const AuditEventBody = z.strictObject({
  auditId: z.string(),
  at: timestamp,
  actor: z.string().check(z.describe('Who made the change: a `sub`, or `system`.')),
  subjects: z
    .array(z.string())
    .check(z.describe('Whose rights changed: `user/<userId>`, `group/<group>` or `everyone`.')),
  action: z.enum(auditActions),
  requestId: z
    .string()
    .check(z.describe('The `instance` of that request’s problems, and its ID in the logs.')),
  reason: z.optional(z.string()),
  before: z.optional(z.unknown()),
  after: z.optional(z.unknown()),
});

export const AuditEventList = listOf(AuditEventBody);

export const auditEventBody = ({ at, ...event }: AuditEvent) => ({ ...event, at: formatInstant(at) });
