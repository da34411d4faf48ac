// The same grant a second time.
import { byGrantId, type StandingGrant } from './scope.ts';

export type GrantDuplicate = {
  readonly code: 'grant-duplicate';
  /** The grant that there is. */
  readonly grantId: string;
  /** The one that would say the same. */
  readonly duplicate: string;
};

/**
 * Among the grants of one subject that stand: one that is put and says what another says – effect, actions, filter,
 * `allowWider`. Of two that are put, the later ID is the duplicate; of several duplicates, the first by its ID is told.
 */
export const grantDuplicate = (
  grants: readonly StandingGrant[],
  puts: ReadonlySet<string>,
): GrantDuplicate | undefined => {
  const existing = new Map<string, string>();
  const isPut = ({ grantId }: StandingGrant): boolean => puts.has(grantId);
  for (const grant of grants.filter((each) => !isPut(each))) existing.set(meaningOf(grant), grant.grantId);
  const put = grants.filter(isPut).sort(byGrantId);
  for (const grant of put) {
    const meaning = meaningOf(grant);
    const grantId = existing.get(meaning);
    if (grantId !== undefined) return { code: 'grant-duplicate', grantId, duplicate: grant.grantId };
    existing.set(meaning, grant.grantId);
  }
  return undefined;
};

/** Actions are in one order in every rule. */
const meaningOf = ({ rule: { effect, actions, allowWider, topicFilter } }: StandingGrant): string =>
  JSON.stringify([effect, actions, allowWider, topicFilter.text]);
