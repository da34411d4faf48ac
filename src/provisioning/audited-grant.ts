// A grant as audit events keep it: plain, and readable without this service.
import type { RecordedGrant } from '../domain/recorded-grant.ts';
import { formatSubject } from '../domain/subject.ts';

export const auditedGrant = ({
  grantId,
  rule: { subject, effect, actions, topicFilter, allowWider },
  expiresAt,
  reason,
}: Pick<RecordedGrant, 'grantId' | 'rule' | 'expiresAt' | 'reason'>) => ({
  grantId,
  subject: formatSubject(subject),
  effect,
  actions,
  topicFilter: topicFilter.text,
  allowWider,
  ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt).toISOString() }),
  ...(reason !== undefined && { reason }),
});
