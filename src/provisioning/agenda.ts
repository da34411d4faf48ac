// What is due, in the order in which it is taken.
import type { Due, Task } from '../domain/due.ts';

export type Agenda = {
  readonly next: () => Due | undefined;
  /** Behind all that is due of its kind. */
  readonly putBack: (due: Due) => void;
  readonly left: () => number;
};

/**
 * Each kind of work in turn, and of each kind the oldest first: thousands of sessions to be dropped keep no grant from
 * ending in time. `listed` is oldest first.
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
      for (const [task, queue] of queues) {
        const due = queue.shift();
        // To the end of the turn; a kind of which nothing is left has none.
        queues.delete(task);
        if (queue.length > 0) queues.set(task, queue);
        if (due) return due;
      }
      return undefined;
    },
    putBack,
    left: () => [...queues.values()].reduce((sum, queue) => sum + queue.length, 0),
  };
};
