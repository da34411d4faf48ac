// What a change has stored is applied at once, as far as AWS allows; the rest is due, and the sweeper's.
import type { Due, Task } from '../domain/due.ts';
import type { Scope } from '../domain/scope.ts';
import { formatSubject } from '../domain/subject.ts';
import type { ApplyScope } from './apply-scope.ts';
import type { ApplyUser } from './apply-user.ts';
import type { DropSessions } from './drop-sessions.ts';
import type { Applied } from './lease.ts';
import type { DueStore, GrantStore } from './ports.ts';
import type { ScopeWork } from './scope-work.ts';

/** Never throws: the change is stored, and what cannot be done now is reported and stays due. */
export type SettleChange = (work: readonly ScopeWork[]) => Promise<Settled>;

export type Settled = {
  readonly state: 'applied' | 'pending';
  /** The scopes of the work as they are now, in its order. */
  readonly scopes: readonly Scope[];
};

type Dependencies = {
  readonly store: Pick<GrantStore, 'readScopes'> & Pick<DueStore, 'finishDue'>;
  readonly applyScope: ApplyScope;
  readonly applyUser: ApplyUser;
  readonly dropSessions: DropSessions;
  /** Told of what AWS refused, throttled or did not answer. */
  readonly report: (error: unknown) => void;
};

/**
 * So long a request applies what it has stored, in milliseconds. The calls to AWS that it makes for it are to be bound
 * to a signal that ends then: none of them goes on when the answer is given.
 */
export const applyingMs = 12_000;

export const settleChange =
  (deps: Dependencies): SettleChange =>
  async (work) => {
    const applied = await Promise.all(work.map((each) => settleScope(deps, each)));
    return {
      state: applied.every((each) => each) ? 'applied' : 'pending',
      scopes: await readScopes(deps, work),
    };
  };

/** Whether all that the change decides is applied; a session still to be dropped is no part of that. */
const settleScope = async (deps: Dependencies, work: ScopeWork): Promise<boolean> => {
  const { scope, user } = work;
  // Documents are there before they are attached, and empty before they are detached.
  const written = await attempt(deps, dueTo('apply-scope', work), () => deps.applyScope(scope.subject));
  const isAttaching = user?.known && (user.reattach || user.isBehind);
  const attached =
    !isAttaching || (await attempt(deps, dueTo('apply-user', work), () => deps.applyUser(user.userId)));
  if (!written || !attached) return false;
  const sessions = dueTo('drop-sessions', work);
  if (user && sessions?.work.task === 'drop-sessions') {
    const { changeId, filters } = sessions.work;
    // Last: whoever comes back at once finds the rights gone.
    await attempt(deps, sessions, () => deps.dropSessions({ user, changeId, filters }));
  }
  return true;
};

const dueTo = (task: Task['task'], { due }: ScopeWork): Due | undefined =>
  due.find(({ work }) => work.task === task);

/** Whether it is done; then it is due no more, unless it was made due anew meanwhile. */
const attempt = async (
  { store, report }: Dependencies,
  due: Due | undefined,
  run: () => Promise<Applied | 'dropped'>,
): Promise<boolean> => {
  try {
    if ((await run()) === 'held') return false;
  } catch (error) {
    report(error);
    return false;
  }
  // Not taken off, it is found done when it is due.
  if (due) await store.finishDue(due).catch(report);
  return true;
};

const readScopes = async (
  { store, report }: Dependencies,
  work: readonly ScopeWork[],
): Promise<readonly Scope[]> => {
  const subjects = work.map(({ scope }) => scope.subject);
  const found = await store.readScopes(subjects).catch((error: unknown) => {
    report(error);
    return [];
  });
  const read = new Map(found.map((scope) => [formatSubject(scope.subject), scope]));
  return work.map(
    ({ was, scope }) => read.get(formatSubject(scope.subject)) ?? { ...unapplied, ...was, ...scope },
  );
};

/** What is known of a scope that was stored and cannot be read. */
const unapplied = { appliedGeneration: 0, applied: [], effectiveBy: 0 };
