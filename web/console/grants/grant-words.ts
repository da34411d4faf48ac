// A grant in a few words, for titles and for what is said of it.
import type { Grant } from '../../shared/api-paths.ts';

export const grantInWords = ({
  subject,
  effect,
  actions,
  topicFilter,
}: Pick<Grant, 'subject' | 'effect' | 'actions' | 'topicFilter'>): string =>
  `${effect} ${actions.join(', ')} on ${topicFilter} for ${subject}`;

/** What became of a change: 202 is not yet the end of it. */
export const changeInWords = (done: string, grant: Grant): string => {
  const rest =
    grant.status.state === 'pending'
      ? 'The policies are still being written.'
      : 'AWS takes 6 to 8 minutes until it is effective everywhere.';
  return `${done}: ${grantInWords(grant)}. ${rest}`;
};
