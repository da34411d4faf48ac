// What a change of a user has stored is done at once, as far as AWS allows; the rest is due, and the sweeper's.
import type { Due, Task } from '../domain/due.ts';
import type { User } from '../domain/user.ts';
import type { ApplyUser } from './apply-user.ts';
import type { DecidedUser } from './change-user.ts';
import type { DropSessions } from './drop-sessions.ts';
import type { FinishOffboarding } from './finish-offboarding.ts';
import type { FinishRemoval } from './finish-removal.ts';
import type { DueStore, GrantStore } from './ports.ts';

/** Never throws: the change is stored, and what cannot be done now is reported and stays due. */
export type SettleUser = (decided: DecidedUser) => Promise<UserChanged>;

export type UserChanged = {
  /** As it is now. */
  readonly user: User;
  /** `pending`: stored, and the sweeper will do the rest. */
  readonly state: 'applied' | 'pending';
};

type Dependencies = {
  readonly store: Pick<GrantStore, 'readUsers'> & Pick<DueStore, 'finishDue'>;
  readonly applyUser: ApplyUser;
  readonly dropSessions: DropSessions;
  readonly finishRemoval: FinishRemoval;
  readonly finishOffboarding: FinishOffboarding;
  /** Told of what AWS refused, throttled or did not answer. */
  readonly report: (error: unknown) => void;
};

export const settleUser =
  (deps: Dependencies): SettleUser =>
  async ({ user, due }) => {
    const [applying, ...others] = due;
    // First: whoever comes back at once finds the rights gone.
    const applied = applying === undefined || (await isDone(deps, applying));
    if (applied && applying) await finish(deps, applying);
    const rest = await Promise.all(others.map((each) => settleOne(deps, each, applied)));
    const [now] = await deps.store.readUsers([user.userId]).catch((error: unknown) => {
      deps.report(error);
      return [];
    });
    return { user: now ?? user, state: applied && rest.every((each) => each) ? 'applied' : 'pending' };
  };

/** A session that was dropped before its user was applied is due to be dropped once more. */
const settleOne = async (deps: Dependencies, due: Due, applied: boolean): Promise<boolean> => {
  if (!(await isDone(deps, due))) return false;
  if (!applied && due.work.task === 'drop-sessions') return false;
  await finish(deps, due);
  return true;
};

const isDone = async (deps: Dependencies, { work }: Due): Promise<boolean> => {
  try {
    return await run(deps, work);
  } catch (error) {
    deps.report(error);
    return false;
  }
};

const run = async (deps: Dependencies, work: Task): Promise<boolean> => {
  switch (work.task) {
    case 'apply-user':
      return (await deps.applyUser(work.userId)) !== 'held';
    case 'drop-sessions':
      if (work.subject.kind !== 'user') return false;
      return (await deps.dropSessions({ ...work, user: work.subject })) === 'dropped';
    case 'finish-removal':
      return (await deps.finishRemoval(work)).outcome === 'done';
    case 'finish-offboarding':
      return (await deps.finishOffboarding(work)).outcome === 'done';
    default:
      return false;
  }
};

/** Not taken off, it is found done when it is due. */
const finish = async ({ store, report }: Dependencies, due: Due): Promise<void> => {
  await store.finishDue(due).catch(report);
};
