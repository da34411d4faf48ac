import { AuditEventList, ListAuditEventsRequest } from '../../schema/audit-events.ts';
import type { Operation } from '../operation.ts';

export const auditOperations: readonly Operation[] = [
  {
    operationId: 'listAuditEvents',
    method: 'GET',
    path: '/audit-events',
    tag: 'Audit',
    who: 'administrator',
    summary: 'Read who changed what, when and why',
    description:
      'Newest first, `since` and `until` both inclusive. An event is stored in the same transaction as its change; the latest ones may be missing from the list for a moment.',
    request: ListAuditEventsRequest,
    answers: { 200: { description: 'A page of events.', body: AuditEventList } },
    faults: [],
  },
];
