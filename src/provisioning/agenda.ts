// What is due, slice by slice, each piece of work once.
import { type Due, taskKey } from '../domain/due.ts';
import type { DueStore } from './ports.ts';

/** The next slice, oldest first, with what is put back among it; empty when nothing is left. */
export type Agenda = (putBack: readonly Due[]) => Promise<readonly Due[]>;

const sliceLength = 100;
/** More is asked for only when the list lags so far behind that a whole slice of it was taken before. */
const longestSlice = 1600;

/** What is put off until after `until` is not taken again. */
export const agenda = (store: DueStore, until: number): Agenda => {
  const taken = new Set<string>();
  let limit = sliceLength;
  return async (putBack) => {
    for (;;) {
      const listed = await store.listDue(until, limit);
      const fresh = listed.filter((due) => !taken.has(idOf(due)));
      if (fresh.length > 0 || listed.length < limit || limit === longestSlice) {
        const slice = [...fresh, ...putBack].sort((one, other) => one.dueAt - other.dueAt);
        for (const due of slice) taken.add(idOf(due));
        return slice;
      }
      limit *= 2;
    }
  };
};

const idOf = ({ work, stamp }: Due): string => `${taskKey(work)}#${stamp}`;
