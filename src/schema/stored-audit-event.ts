import * as z from 'zod/mini';
import { type AuditEvent, auditActions } from '../domain/audit-event.ts';

const storedAuditEvent = z.object({
  auditId: z.string(),
  at: z.int(),
  actor: z.string(),
  subjects: z.array(z.string()),
  action: z.enum(auditActions),
  requestId: z.string(),
  reason: z.exactOptional(z.string()),
  before: z.optional(z.unknown()),
  after: z.optional(z.unknown()),
});

export const readAuditEvent = (item: unknown): AuditEvent => storedAuditEvent.parse(item);
