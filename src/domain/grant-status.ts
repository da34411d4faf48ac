// How far a grant is on its way into effect.
import { type PolicyName, scopePolicyNames } from './policy-name.ts';
import type { PolicySpace } from './policy-space.ts';
import type { RecordedGrant } from './recorded-grant.ts';
import { isStanding, propagationMs, type Scope } from './scope.ts';

export type GrantStatus = {
  /** `applied`: the documents say what the grant does; `pending`: they will; `expired`: it has ended. */
  readonly state: 'applied' | 'pending' | 'expired';
  /** Epoch milliseconds by when this – of an expired grant: its end – is effective everywhere, as far as is known. */
  readonly effectiveBy: number;
  /** The policies of its scope, which it shares with the scope's other grants. */
  readonly policies: readonly PolicyName[];
};

/** By when a change that is stored and not applied yet can be expected to be effective everywhere. */
export const expectedBy = (now: number): number => now + sweptWithinMs + propagationMs;

export const grantStatus = (input: {
  readonly grant: RecordedGrant;
  readonly scope: Scope;
  readonly space: PolicySpace;
  readonly now: number;
}): GrantStatus => {
  const { grant, scope, space, now } = input;
  const isApplied = scope.appliedGeneration >= grant.generation;
  const policies = scopePolicyNames(space, scope.subject, scope.documents);
  if (isStanding(grant, now)) {
    const effectiveBy = isApplied ? scope.effectiveBy : expectedBy(now);
    return { state: isApplied ? 'applied' : 'pending', effectiveBy, policies };
  }
  // An end is recorded in the scope without touching the grant: it is applied when all of the scope is.
  const isRecorded = !scope.grants.some(({ grantId }) => grantId === grant.grantId);
  const isOver = isRecorded && scope.appliedGeneration >= scope.generation;
  return { state: 'expired', effectiveBy: isOver ? scope.effectiveBy : expectedBy(now), policies };
};

/** What is due is done by the sweeper, which comes every minute. */
const sweptWithinMs = 60_000;
