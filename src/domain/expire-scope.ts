// What the passing of time makes of a scope: grants end, and are forgotten a while later.
import { removedSubscriptions } from './old-subscriptions.ts';
import type { PolicySpace } from './policy-space.ts';
import { byGrantId, isStanding, type Scope, type ScopeContent, type StandingGrant } from './scope.ts';
import { scopeBudget } from './scope-budget.ts';

export type ExpiredScope = {
  /** Its generation raised by one. */
  readonly scope: ScopeContent;
  /** Those whose end was not recorded before. */
  readonly ended: readonly StandingGrant[];
  /** IDs of those that are forgotten now. */
  readonly purged: readonly string[];
  /** Whether another number of policies is to be attached than before. */
  readonly documentsChanged: boolean;
  /** As `outlive` takes them. */
  readonly removedSubscriptions: readonly string[];
};

/** So long a grant that has ended is kept, in milliseconds: to answer "expired" to who asks why it is not allowed. */
export const expiredKeptMs = 30 * 24 * 60 * 60_000;

/** Undefined when nothing has ended and nothing is to be forgotten. */
export const expireScope = (input: {
  readonly space: PolicySpace;
  readonly scope: Scope;
  readonly now: number;
}): ExpiredScope | undefined => {
  const { space, scope, now } = input;
  const { subject, state, description } = scope;
  const grants = scope.grants.filter((grant) => isStanding(grant, now));
  const ended = scope.grants.filter((grant) => !isStanding(grant, now));
  const past = [...scope.expired, ...ended];
  const expired = past.filter((grant) => now < forgottenAt(grant)).sort(byGrantId);
  const purged = past.filter((grant) => now >= forgottenAt(grant)).map(({ grantId }) => grantId);
  if (ended.length === 0 && purged.length === 0) return undefined;
  const documents = documentsOf(space, scope, grants, now);
  return {
    scope: { subject, state, description, documents, grants, expired, generation: scope.generation + 1 },
    ended,
    purged,
    documentsChanged: documents !== scope.documents,
    removedSubscriptions: removedSubscriptions(rulesOf(scope.grants), rulesOf(grants)),
  };
};

/** When there is something to expire or to forget next, in epoch milliseconds – or since when. */
export const nextInstant = ({
  grants,
  expired,
}: Pick<ScopeContent, 'grants' | 'expired'>): number | undefined => {
  const ends = grants.map(({ expiresAt }) => expiresAt ?? Number.POSITIVE_INFINITY);
  const next = Math.min(...ends, ...expired.map(forgottenAt));
  return Number.isFinite(next) ? next : undefined;
};

const forgottenAt = ({ expiresAt = Number.POSITIVE_INFINITY }: StandingGrant): number =>
  expiresAt + expiredKeptMs;

/** That the rest fits was judged when the grants were made; what does not fit all the same keeps what it has. */
const documentsOf = (
  space: PolicySpace,
  { subject, documents }: Scope,
  grants: readonly StandingGrant[],
  now: number,
): number => {
  const counted = scopeBudget({ space, subject, grants, documents, now });
  return counted.ok ? counted.value : documents;
};

const rulesOf = (grants: readonly StandingGrant[]) => grants.map(({ rule }) => rule);
