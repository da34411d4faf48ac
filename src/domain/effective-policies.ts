// Which policies an identity is to have, and which scopes do not fit.
import { connectPolicyName, type PolicyName, scopePolicyNames, suspendedPolicyName } from './policy-name.ts';
import type { PolicySpace } from './policy-space.ts';
import { formatSubject, type Subject } from './subject.ts';

export type ScopeShape = {
  readonly subject: Subject;
  /** How many documents it has, each a policy of its own. */
  readonly documents: number;
  /** Whether any of its documents denies something. */
  readonly hasDeny: boolean;
};

export type EffectivePolicies = {
  /** connect, everyone's, the groups' by name, the user's, and suspended at last. */
  readonly wanted: readonly PolicyName[];
  /** In order of their names. */
  readonly withheld: readonly Subject[];
};

/** Of the 10 attachments that an identity can have, one is kept for changeovers and suspension. */
const maximumWanted = 9;

/**
 * Scopes get their places whole: those with Denies first, then by name (`everyone` < `group/…` < `user/…`); one
 * that does not fit is passed over, and a smaller one after it may still fit. If one with a Deny does not fit,
 * what it denies could be allowed by any other: then connect alone is wanted, as a scope's Allows cannot be
 * withheld without its Denies, and where nothing is allowed nothing needs denying.
 */
export const effectivePolicies = (input: {
  readonly space: PolicySpace;
  /** everyone, the managed groups that the user is in, the user: each at most once. */
  readonly scopes: readonly ScopeShape[];
  readonly suspended: boolean;
  /** How many policies that are not this service's the identity carries: they take places away. */
  readonly foreign?: number;
}): EffectivePolicies => {
  const { space, suspended, foreign = 0 } = input;
  const { placed, withheld } = placeScopes(input.scopes, foreign);
  const fixed = foreign < maximumWanted ? [connectPolicyName(space)] : [];
  const ofScopes = placed.flatMap(({ subject, documents }) => scopePolicyNames(space, subject, documents));
  return {
    wanted: [...fixed, ...ofScopes, ...(suspended ? [suspendedPolicyName(space)] : [])],
    withheld: withheld.map(({ subject }) => subject),
  };
};

/** Which scopes an identity carries besides connect, without asking for their policies' names: digests take time. */
export const placeScopes = (
  scopes: readonly ScopeShape[],
  foreign = 0,
): { readonly placed: readonly ScopeShape[]; readonly withheld: readonly ScopeShape[] } => {
  const carried = scopes.filter(({ documents }) => documents > 0).sort(byName);
  const placed = placedScopes(carried, Math.max(0, maximumWanted - foreign) - 1);
  return { placed, withheld: carried.filter((scope) => !placed.includes(scope)) };
};

/** Takes and gives scopes in order of their names. */
const placedScopes = (scopes: readonly ScopeShape[], places: number): readonly ScopeShape[] => {
  const placed = new Set<ScopeShape>();
  let free = places;
  const denyingFirst = [...scopes].sort((one, other) => Number(other.hasDeny) - Number(one.hasDeny));
  for (const scope of denyingFirst) {
    if (scope.documents <= free) {
      placed.add(scope);
      free -= scope.documents;
    } else if (scope.hasDeny) return [];
  }
  return scopes.filter((scope) => placed.has(scope));
};

const byName = (one: ScopeShape, other: ScopeShape): number =>
  formatSubject(one.subject) < formatSubject(other.subject) ? -1 : 1;
