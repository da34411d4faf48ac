// What became of a piece of work that did not fail.
import type { Task } from '../domain/due.ts';
import type { Applied } from './lease.ts';

/**
 * It is `done`; or it is `continued` with the rest of it, when other work has had its turn; or it is `waiting`, since
 * its time has not come.
 */
export type Outcome =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'continued'; readonly work: Task }
  | { readonly outcome: 'waiting'; readonly work: Task; readonly dueAt: number };

export const done: Outcome = { outcome: 'done' };

export const continued = (work: Task): Outcome => ({ outcome: 'continued', work });

export const waiting = (work: Task, dueAt: number): Outcome => ({ outcome: 'waiting', work, dueAt });

/** How long somebody else is left to apply it, in milliseconds. */
const heldMs = 5_000;

/** Applying what does not exist any more is done. */
export const whenApplied = (applied: Applied, work: Task, now: number): Outcome =>
  applied === 'held' ? waiting(work, now + heldMs) : done;
