// Takes down the policies of a scope that is being deleted: emptied, detached from everybody, and deleted a while later.
import type { Task } from '../domain/due.ts';
import { maximumDocuments } from '../domain/policy-budget.ts';
import { type PolicyName, scopePolicyNames } from '../domain/policy-name.ts';
import type { PolicySpace } from '../domain/policy-space.ts';
import type { Subject } from '../domain/subject.ts';
import type { ApplyScope } from './apply-scope.ts';
import { deletePolicies, type PolicyDeletion } from './delete-policies.ts';
import { continued, done, type Outcome, waiting, whenApplied } from './outcome.ts';
import type { AttachmentControl, DueStore, GrantStore } from './ports.ts';

export type DeleteScope = (work: Work, time: { readonly until: number }) => Promise<Outcome>;

type Work = Extract<Task, { readonly task: 'delete-scope' }>;

type Dependencies = {
  readonly store: PolicyDeletion['store'] &
    Pick<GrantStore, 'readScopes'> &
    Pick<DueStore, 'isDue' | 'saveDue'>;
  readonly applyScope: ApplyScope;
  readonly attachments: Pick<AttachmentControl, 'listTargets' | 'detachPolicy'>;
  readonly policies: PolicyDeletion['policies'];
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

/** What IoT Core still counts as attached is left alone for a while. */
const takeDown = async (deps: Dependencies, work: Work, names: readonly PolicyName[]): Promise<Outcome> => {
  const deleted = await deletePolicies(deps, work.subject, names);
  if (deleted === 'attached') return waiting(work, deps.clock() + patienceMs);
  return whenApplied(deleted, work, deps.clock());
};
