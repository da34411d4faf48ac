// The end of a scope: its policies are deleted and it is forgotten, all under its lease.
import type { PolicyName } from '../domain/policy-name.ts';
import type { Subject } from '../domain/subject.ts';
import { type Applied, applyUnderLease } from './lease.ts';
import type { GrantStore, PolicyControl, ScopeStore, Stored } from './ports.ts';

export type PolicyDeletion = {
  readonly store: Pick<GrantStore, 'forgetScope'> & Pick<ScopeStore, 'leaseScope' | 'releaseScope'>;
  readonly policies: Pick<PolicyControl, 'readPolicy' | 'deleteVersion' | 'deletePolicy'>;
  readonly clock: () => number;
  readonly newId: () => string;
};

/** `attached`: IoT Core does not let go of one of them yet. A scope that was made anew keeps its policies, and is `applied`. */
export const deletePolicies = async (
  { store, policies, clock, newId }: PolicyDeletion,
  subject: Subject,
  names: readonly PolicyName[],
): Promise<Applied | 'attached'> => {
  const owner = newId();
  const release = () => store.releaseScope(subject, owner);
  let isAttached = false;
  /** The mark of the lease stays: whoever applies the scope next reads what there is. */
  const leave = async (): Promise<Stored> => {
    await release();
    return 'stored';
  };
  const applied = await applyUnderLease({
    owner,
    clock,
    take: (lease) => store.leaseScope(subject, lease),
    apply: async ({ leased: scope }) => {
      if (scope.state !== 'deleting') return leave();
      for (const name of names) {
        isAttached = (await deletePolicy(policies, name)) === 'attached';
        if (isAttached) return leave();
      }
      // `conflict`, when it was made anew meanwhile: then it is looked at once more.
      return store.forgetScope({ subject, generation: scope.generation });
    },
    release,
  });
  return isAttached ? 'attached' : applied;
};

/** "A policy with versions other than its default cannot be deleted" (DeletePolicy, AWS IoT API reference). */
const deletePolicy = async (
  policies: PolicyDeletion['policies'],
  name: PolicyName,
): Promise<'deleted' | 'attached'> => {
  const policy = await policies.readPolicy(name);
  if (policy === undefined) return 'deleted';
  for (const { versionId, isDefault } of policy.versions) {
    if (!isDefault) await policies.deleteVersion(name, versionId);
  }
  return policies.deletePolicy(name);
};
