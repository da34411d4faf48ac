import { exactTime } from '../../shared/time.tsx';
import { addressOf } from '../addresses.ts';
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
    {effect} {actions.join(', ')} on <code>{topicFilter}</code> to{' '}
    <a href={addressOf.subject(subject)}>{subject}</a>
    {allowWider && ', “+” meaning any text'}
    {expiresAt && `, until ${exactTime(expiresAt)}`}
    {own && own !== reason && `, because: ${own}`}{' '}
    <span class="quiet">
      (<a href={addressOf.grant(grantId)}>grant {grantId}</a>)
    </span>
  </>
);
