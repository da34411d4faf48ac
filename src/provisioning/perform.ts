// Which flow does which work to come.
import type { Task } from '../domain/due.ts';
import type { ApplyScope } from './apply-scope.ts';
import type { ApplyUser } from './apply-user.ts';
import type { Applied } from './lease.ts';
import type { ConnectionControl } from './ports.ts';
import type { Outcome, Perform } from './sweep.ts';

type Dependencies = {
  readonly applyScope: ApplyScope;
  readonly applyUser: ApplyUser;
  readonly connections: ConnectionControl;
  readonly clock: () => number;
};

export const perform =
  (deps: Dependencies): Perform =>
  async (work) => {
    switch (work.task) {
      case 'apply-scope':
        return whenApplied(await deps.applyScope(work.subject), work, deps.clock());
      case 'apply-user':
        return whenApplied(await deps.applyUser(work.userId), work, deps.clock());
      case 'disconnect':
        await deps.connections.dropConnection(work.clientId);
        return done;
      default:
        throw new Error(`Nobody does ${work.task} yet.`);
    }
  };

const done: Outcome = { outcome: 'done' };

/** How long somebody else is left to apply it, in milliseconds. */
const heldMs = 5_000;

/** Work on what does not exist any more is done. */
const whenApplied = (applied: Applied, work: Task, now: number): Outcome =>
  applied === 'held' ? { outcome: 'waiting', work, dueAt: now + heldMs } : done;
