// What is due, in the order in which it is taken.
import type { Due, Task } from '../domain/due.ts';

/** Due again whenever it was done: how long it has been due says nothing of what is left to do. */
export const isEndless = (task: Task['task']): boolean => task === 'compare';

export type Agenda = {
  readonly next: () => Due | undefined;
  /** Behind all that is due of its kind. */
  readonly putBack: (due: Due) => void;
  readonly left: () => number;
};

/**
 * Each kind of work in turn, and of each kind the oldest first: thousands of sessions to be dropped keep no grant from
 * ending in time. What has no end is taken when nothing else is left. `listed` is oldest first.
 */
export const agenda = (listed: readonly Due[]): Agenda => {
  const queues = new Map<Task['task'], Due[]>();
  const putBack = (due: Due): void => {
    const queue = queues.get(due.work.task);
    if (queue) queue.push(due);
    else queues.set(due.work.task, [due]);
  };
  for (const due of listed) putBack(due);
  return {
    next: () => {
      const kinds = [...queues.keys()];
      const task = kinds.find((kind) => !isEndless(kind)) ?? kinds[0];
      const queue = task && queues.get(task);
      if (!queue) return undefined;
      const due = queue.shift();
      // To the end of the turn; a kind of which nothing is left has none.
      queues.delete(task);
      if (queue.length > 0) queues.set(task, queue);
      return due;
    },
    putBack,
    left: () => [...queues.values()].reduce((sum, queue) => sum + queue.length, 0),
  };
};
