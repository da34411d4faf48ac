import type { AuditEvent } from '../domain/audit-event.ts';
import { auditKey } from './store-keys.ts';
import type { TableWrite } from './table.ts';

/** How long an audit event is kept (days); DynamoDB deletes what is past its `expiresAt`. */
const retentionDays = 400;

/** The part of a transaction that says who made the change. */
export const auditWrite = (event: AuditEvent): TableWrite => ({
  Put: {
    Item: {
      ...auditKey(event.auditId),
      ...event,
      expiresAt: Math.ceil(event.at / 1000) + retentionDays * 86_400,
    },
    ConditionExpression: 'attribute_not_exists(pk)',
  },
});
