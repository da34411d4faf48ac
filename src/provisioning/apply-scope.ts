// Makes a scope's policies what its grants say: lease, read, plan, execute, record – until nothing moved meanwhile.
import type { CompiledDocument } from '../domain/compile-scope.ts';
import { policyDrift, type TellDrift } from '../domain/drift.ts';
import { type ActualPolicy, planScope } from '../domain/plan-scope.ts';
import type { PolicySpace } from '../domain/policy-space.ts';
import { type AppliedDocument, propagationMs, type Scope } from '../domain/scope.ts';
import type { Subject } from '../domain/subject.ts';
import { type Applied, applyUnderLease } from './lease.ts';
import type { Leased, PolicyControl, ScopeStore, Stored } from './ports.ts';
import { scopeDocuments } from './scope-documents.ts';
import { writePolicy } from './write-policy.ts';

/** `reading-policies` distrusts the record: for whoever looks for what others have changed. */
export type ApplyScope = (subject: Subject, trust?: 'record' | 'reading-policies') => Promise<Applied>;

type Dependencies = {
  readonly store: ScopeStore;
  readonly policies: PolicyControl;
  readonly space: PolicySpace;
  readonly clock: () => number;
  readonly newId: () => string;
  /** Told of what others changed, when the policies are read. */
  readonly tellDrift?: TellDrift;
};

/** Safe to repeat and to kill at any point: what was not recorded is read from IoT Core the next time. */
export const applyScope =
  (deps: Dependencies): ApplyScope =>
  (subject, trust = 'record') => {
    const { store, clock } = deps;
    const owner = deps.newId();
    return applyUnderLease({
      owner,
      clock,
      take: (lease) => store.leaseScope(subject, lease),
      apply: (leased) => applyLeased(deps, leased, owner, trust),
      release: () => store.releaseScope(subject, owner),
    });
  };

const applyLeased = async (
  { store, policies, space, clock, tellDrift }: Dependencies,
  { leased: scope, certain }: Leased<Scope>,
  owner: string,
  trust: 'record' | 'reading-policies',
): Promise<Stored> => {
  const wanted = scopeDocuments(scope, space, clock());
  const isRecorded = certain && trust === 'record';
  const actual = isRecorded ? scope.applied.map(recorded) : await readPolicies(policies, scope, wanted);
  // What is not certain may be this service's own doing.
  const drift = certain ? policyDrift(scope, actual) : undefined;
  if (drift) tellDrift?.(drift);
  const versions = new Map(
    actual.map((policy) => [policy.name, policy.versions.map(({ versionId }) => versionId)]),
  );
  const steps = planScope({ space, actual, wanted });
  for (const step of steps) {
    versions.set(step.name, [...(await writePolicy(policies, step, versions.get(step.name) ?? []))]);
  }
  return store.recordScope({
    subject: scope.subject,
    owner,
    generation: scope.generation,
    applied: wanted.map(({ name, text }) => ({ name, text, versions: versions.get(name) ?? [] })),
    effectiveBy: steps.length > 0 ? clock() + propagationMs : scope.effectiveBy,
  });
};

const recorded = ({ name, text, versions }: AppliedDocument): ActualPolicy => ({
  name,
  document: text,
  versions: versions.map((versionId, index) => ({ versionId, isDefault: index === versions.length - 1 })),
});

const readPolicies = async (
  policies: PolicyControl,
  { applied }: Scope,
  wanted: readonly CompiledDocument[],
): Promise<readonly ActualPolicy[]> => {
  const names = new Set([...applied, ...wanted].map(({ name }) => name));
  const found = await Promise.all([...names].map((name) => policies.readPolicy(name)));
  return found.filter((policy) => policy !== undefined);
};
