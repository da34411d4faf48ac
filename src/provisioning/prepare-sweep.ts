// What every sweep is to find, and makes when somebody took it away: the everyone scope, and the rolling comparison.
import type { Task } from '../domain/due.ts';
import { everyone } from '../domain/subject.ts';
import { type EveryoneStart, foundEveryone } from './found-everyone.ts';
import type { DueStore, GrantStore } from './ports.ts';

export type PrepareSweep = (request: { readonly requestId: string; readonly now: number }) => Promise<void>;

type Dependencies = {
  readonly store: Pick<GrantStore, 'changeScopes' | 'readScopes'> & Pick<DueStore, 'isDue' | 'saveDue'>;
  readonly newId: () => string;
  readonly everyone: EveryoneStart;
};

/** Two reads at once when nothing is missing. What it makes is due from now on. */
export const prepareSweep =
  (deps: Dependencies): PrepareSweep =>
  async ({ requestId, now }) => {
    const { store, newId } = deps;
    const dueNow = (work: Task) => ({ work, dueAt: now, failures: 0, stamp: newId() });
    const [[scope], isComparing] = await Promise.all([
      store.readScopes([everyone]),
      store.isDue({ task: 'compare' }),
    ]);
    if (!scope) {
      await foundEveryone(deps)({ requestId, now });
      // Not in a minute, as for a function that applies it itself: this sweep does.
      await store.saveDue(dueNow({ task: 'apply-scope', subject: everyone }));
    }
    if (!isComparing) await store.saveDue(dueNow({ task: 'compare' }));
  };
