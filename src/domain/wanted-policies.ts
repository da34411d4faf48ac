// What is to be attached to a user, from what is stored of it and of its scopes.
import { effectivePolicies, placeScopes, type ScopeShape } from './effective-policies.ts';
import type { GroupName } from './identifiers.ts';
import { type PolicyName, scopePolicyNames, suspendedPolicyName } from './policy-name.ts';
import type { PolicySpace } from './policy-space.ts';
import type { ScopeSummary } from './scope.ts';
import { formatSubject, type Subject } from './subject.ts';
import type { User } from './user.ts';

export type WantedPolicies = {
  readonly wanted: readonly PolicyName[];
  readonly withheld: readonly Subject[];
  /** Those of the wanted that deny: attached first, detached last. */
  readonly denying: ReadonlySet<PolicyName>;
};

export const wantedPolicies = (
  user: Pick<User, 'status'>,
  scopes: readonly ScopeSummary[],
  space: PolicySpace,
): WantedPolicies => {
  const shapes = scopes.map(shapeOf);
  const { wanted, withheld } = effectivePolicies({
    space,
    scopes: shapes,
    suspended: user.status !== 'active',
  });
  const denying = shapes.flatMap(({ subject, documents, hasDeny }) =>
    hasDeny ? scopePolicyNames(space, subject, documents) : [],
  );
  return { wanted, withheld, denying: new Set([suspendedPolicyName(space), ...denying]) };
};

/** The scopes whose documents a user carries. */
export const effectiveScopes = (scopes: readonly ScopeSummary[]): readonly ScopeSummary[] => {
  const { withheld } = placeScopes(scopes.map(shapeOf));
  const subjects = new Set(withheld.map(({ subject }) => formatSubject(subject)));
  return scopes.filter(({ subject }) => !subjects.has(formatSubject(subject)));
};

/** Whether everything that is wanted, and nothing else, was attached when it was last recorded. */
export const isCurrent = (user: User, scopes: readonly ScopeSummary[], space: PolicySpace): boolean => {
  if (user.appliedGeneration !== user.generation) return false;
  const { wanted } = effectivePolicies({
    space,
    scopes: scopes.map(shapeOf),
    suspended: user.status !== 'active',
  });
  return sameSet(user.attached, wanted);
};

const shapeOf = ({ subject, documents, grants }: ScopeSummary): ScopeShape => ({
  subject,
  documents,
  hasDeny: grants.some(({ rule }) => rule.effect === 'deny'),
});

/** Groups replace the stored ones only if they are known to be later. */
export const haveGroupsChanged = (
  user: User,
  later: { readonly groups: readonly GroupName[]; readonly groupsAsOf: number },
): boolean => later.groupsAsOf > user.groupsAsOf && hasOtherGroups(user, later);

export const hasOtherGroups = (
  user: Pick<User, 'groups'>,
  other: { readonly groups: readonly GroupName[] },
): boolean => !sameSet(user.groups, other.groups);

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((member) => b.includes(member));
