import { exactTime } from '../../shared/time.tsx';
import { addressOf } from '../addresses.ts';
import { SubjectLink } from '../subjects/subject-link.tsx';
import type { AuditedGrant } from './audited-grant.ts';

/** "allow publish, subscribe on plant/# to group/operators". */
export const GrantSentence = ({
  grant: { grantId, subject, effect, actions, topicFilter, allowWider, expiresAt, reason: own },
  reason,
}: {
  readonly grant: AuditedGrant;
  /** Said already. */
  readonly reason: string | undefined;
}) => (
  <>
    {effect} {actions.join(', ')} on <code>{topicFilter}</code> to <SubjectLink subject={subject} />
    {allowWider && ', “+” meaning any text'}
    {expiresAt && `, until ${exactTime(expiresAt)}`}
    {own && own !== reason && `, because: ${own}`}{' '}
    <span class="quiet">
      (<a href={addressOf.grant(grantId)}>grant {grantId}</a>)
    </span>
  </>
);
