// What is to be attached to a user, from what is stored of it and of its scopes.
import {
  type EffectivePolicies,
  effectivePolicies,
  placeScopes,
  type ScopeShape,
} from './effective-policies.ts';
import type { GroupName } from './identifiers.ts';
import { type PolicyName, scopePolicyNames, suspendedPolicyName } from './policy-name.ts';
import type { PolicySpace } from './policy-space.ts';
import type { ScopeSummary } from './scope.ts';
import { formatSubject, type Subject } from './subject.ts';
import { isSuspended, type User } from './user.ts';

export type WantedPolicies = {
  readonly wanted: readonly PolicyName[];
  readonly withheld: readonly Subject[];
  /** Those of the wanted that deny: attached first, detached last. */
  readonly denying: ReadonlySet<PolicyName>;
};

export const wantedPolicies = (
  user: Pick<User, 'identityId' | 'status' | 'disabled'>,
  scopes: readonly ScopeSummary[],
  space: PolicySpace,
): WantedPolicies => {
  const shapes = scopes.map(shapeOf);
  const { wanted, withheld } = carriedPolicies(user, shapes, space);
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
  const { wanted } = carriedPolicies(user, scopes.map(shapeOf), space);
  return sameSet(user.attached, wanted);
};

/** Nothing without an identity. Who has been offboarded keeps the denial alone: whatever is attached late is harmless. */
const carriedPolicies = (
  user: Pick<User, 'identityId' | 'status' | 'disabled'>,
  shapes: readonly ScopeShape[],
  space: PolicySpace,
): EffectivePolicies => {
  if (user.identityId === undefined) return { wanted: [], withheld: [] };
  if (user.status === 'offboarded') return { wanted: [suspendedPolicyName(space)], withheld: [] };
  return effectivePolicies({ space, scopes: shapes, suspended: isSuspended(user) });
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
