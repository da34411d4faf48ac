// Takes down the policies of a scope that is being deleted: emptied, detached from everybody, and deleted a while later.
import type { Task } from '../domain/due.ts';
import { maximumDocuments } from '../domain/policy-budget.ts';
import { type PolicyName, scopePolicyNames } from '../domain/policy-name.ts';
import type { PolicySpace } from '../domain/policy-space.ts';
import type { Subject } from '../domain/subject.ts';
import type { ApplyScope } from './apply-scope.ts';
import { applyUnderLease } from './lease.ts';
import { continued, done, type Outcome, waiting, whenApplied } from './outcome.ts';
import type { AttachmentControl, DueStore, GrantStore, PolicyControl, ScopeStore, Stored } from './ports.ts';

export type DeleteScope = (work: Work, time: { readonly until: number }) => Promise<Outcome>;

type Work = Extract<Task, { readonly task: 'delete-scope' }>;

type Dependencies = {
  readonly store: Pick<GrantStore, 'readScopes' | 'forgetScope'> &
    Pick<DueStore, 'isDue' | 'saveDue'> &
    Pick<ScopeStore, 'leaseScope' | 'releaseScope'>;
  readonly applyScope: ApplyScope;
  readonly attachments: Pick<AttachmentControl, 'listTargets' | 'detachPolicy'>;
  readonly policies: Pick<PolicyControl, 'readPolicy' | 'deleteVersion' | 'deletePolicy'>;
  readonly space: PolicySpace;
  readonly clock: () => number;
  readonly newId: () => string;
};

/** "After DetachPolicy it can take 5 minutes before DeletePolicy succeeds" (AWS IoT developer guide). */
const detachedMs = 5 * 60_000;
/** How long to leave alone what others are still doing, or what IoT Core has not noticed yet. */
const patienceMs = 60_000;
/** No detaching is begun with less time than this. */
const leastMs = 5_000;
/** Calls at once; together they are paced. */
const together = 5;

/**
 * Safe to repeat and to kill at any point. One that was made anew meanwhile stays: every step looks first, and the
 * last ones are taken under the scope's lease.
 */
export const deleteScope =
  (deps: Dependencies): DeleteScope =>
  async (work, { until }) => {
    const { store, clock, space } = deps;
    const [scope] = await store.readScopes([work.subject]);
    if (scope?.state !== 'deleting') return done;
    if (work.detachedAt === undefined) return empty(deps, work);
    // Whoever is being applied is being detached as well, and its record with it.
    if (await store.isDue(walkOf(work.subject))) {
      return waiting({ ...work, detachedAt: clock() }, clock() + patienceMs);
    }
    const names = scopePolicyNames(space, work.subject, maximumDocuments(work.subject));
    const detached = await detach(deps, names, until);
    if (detached === 'out-of-time') return continued({ ...work, detachedAt: clock() });
    const detachedAt = detached === 'none' ? work.detachedAt : clock();
    const deletedAt = detachedAt + detachedMs;
    return deletedAt > clock() ? waiting({ ...work, detachedAt }, deletedAt) : takeDown(deps, work, names);
  };

/** Nothing is allowed any more, whoever still carries it; then those who are known to carry it are applied. */
const empty = async (deps: Dependencies, work: Work): Promise<Outcome> => {
  const { store, clock, newId } = deps;
  const applied = await deps.applyScope(work.subject);
  if (applied !== 'applied') return whenApplied(applied, work, clock());
  const now = clock();
  await store.saveDue({ work: walkOf(work.subject), dueAt: now, failures: 0, stamp: newId() });
  return waiting({ ...work, detachedAt: now }, now + patienceMs);
};

const walkOf = (subject: Subject): Task => {
  switch (subject.kind) {
    case 'group':
      return { task: 'apply-members', group: subject.group, round: 1 };
    case 'user':
      return { task: 'apply-user', userId: subject.userId };
    case 'everyone':
      throw new Error('The everyone scope is never deleted.');
  }
};

/** From identities too whose membership is not known. */
const detach = async (
  { attachments, clock }: Dependencies,
  names: readonly PolicyName[],
  until: number,
): Promise<'none' | 'some' | 'out-of-time'> => {
  let detached: 'none' | 'some' = 'none';
  for (const name of names) {
    const targets = await attachments.listTargets(name);
    for (let index = 0; index < targets.length; index += together) {
      if (until - clock() < leastMs) return 'out-of-time';
      await Promise.all(
        targets.slice(index, index + together).map((target) => attachments.detachPolicy(name, target)),
      );
      detached = 'some';
    }
  }
  return detached;
};

const takeDown = async (deps: Dependencies, work: Work, names: readonly PolicyName[]): Promise<Outcome> => {
  const { store, policies, clock } = deps;
  const { subject } = work;
  const owner = deps.newId();
  const release = () => store.releaseScope(subject, owner);
  let outcome = done;
  const end = async (with_: Outcome): Promise<Stored> => {
    outcome = with_;
    // The mark of the lease stays: whoever applies the scope next reads what there is.
    await release();
    return 'stored';
  };
  const applied = await applyUnderLease({
    owner,
    clock,
    take: (lease) => store.leaseScope(subject, lease),
    apply: async ({ leased: scope }) => {
      if (scope.state !== 'deleting') return end(done);
      for (const name of names) {
        if ((await deletePolicy(policies, name)) === 'attached')
          return end(waiting(work, clock() + patienceMs));
      }
      return store.forgetScope({ subject, generation: scope.generation });
    },
    release,
  });
  return applied === 'applied' ? outcome : whenApplied(applied, work, clock());
};

/** "A policy with versions other than its default cannot be deleted" (DeletePolicy, AWS IoT API reference). */
const deletePolicy = async (
  policies: Dependencies['policies'],
  name: PolicyName,
): Promise<'deleted' | 'attached'> => {
  const policy = await policies.readPolicy(name);
  if (policy === undefined) return 'deleted';
  for (const { versionId, isDefault } of policy.versions) {
    if (!isDefault) await policies.deleteVersion(name, versionId);
  }
  return policies.deletePolicy(name);
};
