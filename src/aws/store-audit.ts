import type { AuditEvent } from '../domain/audit-event.ts';
import { auditKey, auditPartition, listed, placeAt } from './store-keys.ts';
import type { TableWrite } from './table.ts';

/** The parts of a transaction that say who made the change. */
export const auditWrites = (event: AuditEvent): readonly TableWrite[] => [
  auditWrite(event),
  ...auditPointerWrites(event),
];

export const auditWrite = (event: AuditEvent): TableWrite => ({
  Put: {
    Item: {
      ...auditKey(event.auditId),
      ...listed('audit', placeOf(event)),
      ...event,
      ttl: lastsUntil(event),
    },
    ConditionExpression: 'attribute_not_exists(pk)',
  },
});

/** By which the events of a subject are found: one event may be about several, and an index has one place for an item. */
export const auditPointerWrites = (event: AuditEvent): readonly TableWrite[] =>
  [...new Set(event.subjects)].map((subject) => ({
    Put: { Item: { pk: auditPartition(subject), sk: placeOf(event), ttl: lastsUntil(event) } },
  }));

/** How long an audit event is kept (days). */
const retentionDays = 400;

/** From when on DynamoDB may delete it (epoch seconds). */
const lastsUntil = ({ at }: AuditEvent): number => Math.ceil(at / 1000) + retentionDays * 86_400;

const placeOf = ({ at, auditId }: AuditEvent): string => placeAt(at, auditId);
