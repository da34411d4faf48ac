// Which flow does which work to come.
import type { ApplyMembers } from './apply-members.ts';
import type { ApplyScope } from './apply-scope.ts';
import type { ApplyUser } from './apply-user.ts';
import type { Compare } from './compare.ts';
import type { DeleteScope } from './delete-scope.ts';
import type { ExpireGrants } from './expire-grants.ts';
import type { FinishOffboarding } from './finish-offboarding.ts';
import type { FinishRegistration } from './finish-registration.ts';
import type { FinishRemoval } from './finish-removal.ts';
import { done, whenApplied } from './outcome.ts';
import type { ConnectionControl } from './ports.ts';
import type { Reconcile } from './reconcile.ts';
import type { Perform } from './sweep.ts';
import type { WalkSessions } from './walk-sessions.ts';

type Dependencies = {
  readonly applyScope: ApplyScope;
  readonly expireGrants: ExpireGrants;
  readonly applyUser: ApplyUser;
  readonly applyMembers: ApplyMembers;
  readonly walkSessions: WalkSessions;
  readonly connections: ConnectionControl;
  readonly deleteScope: DeleteScope;
  readonly finishRegistration: FinishRegistration;
  readonly finishRemoval: FinishRemoval;
  readonly finishOffboarding: FinishOffboarding;
  readonly reconcile: Reconcile;
  readonly compare: Compare;
  readonly clock: () => number;
};

export const perform =
  (deps: Dependencies): Perform =>
  async (work, time) => {
    switch (work.task) {
      case 'apply-scope':
        return whenApplied(await deps.applyScope(work.subject), work, deps.clock());
      case 'expire-grants':
        return deps.expireGrants(work);
      case 'apply-user':
        return whenApplied(await deps.applyUser(work.userId), work, deps.clock());
      case 'apply-members':
        return deps.applyMembers(work, time);
      case 'drop-sessions':
        return deps.walkSessions(work, time);
      case 'disconnect':
        await deps.connections.dropConnection(work.clientId);
        return done;
      case 'delete-scope':
        return deps.deleteScope(work, time);
      case 'finish-registration':
        return deps.finishRegistration(work);
      case 'finish-removal':
        return deps.finishRemoval(work);
      case 'finish-offboarding':
        return deps.finishOffboarding(work);
      case 'reconcile':
        return deps.reconcile(work, time);
      case 'compare':
        return deps.compare(work, time);
    }
  };
