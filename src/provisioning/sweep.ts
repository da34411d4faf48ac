// Does the work that is due: oldest first, in bounded time, and whatever of it fails by itself.
import { type Due, type Task, taskKey } from '../domain/due.ts';
import { backoff } from './backoff.ts';
import type { DueStore } from './ports.ts';

export type Sweep = (time: {
  /** What is due until then is taken. */
  readonly now: number;
  /** When the sweep has ended, in epoch milliseconds. */
  readonly until: number;
}) => Promise<SweepReport>;

export type SweepReport = {
  /** How often each task came out how. */
  readonly tasks: Readonly<Partial<Record<Task['task'], Partial<Record<OutcomeName, number>>>>>;
  /** Milliseconds for which the oldest work had been due when the sweep began. */
  readonly oldestAgeMs: number;
  readonly ended: 'nothing-left' | 'out-of-time';
};

/**
 * What became of a piece of work that did not fail: it is `done`; or it is `continued` with the rest of it, when
 * other work has had its turn; or it is `waiting`, since its time has not come.
 */
export type Outcome =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'continued'; readonly work: Task }
  | { readonly outcome: 'waiting'; readonly work: Task; readonly dueAt: number };

type OutcomeName = Outcome['outcome'] | 'failed';

/** Works until `until` at most (epoch milliseconds); then its calls are aborted. */
export type Perform = (
  work: Task,
  time: { readonly until: number; readonly signal: AbortSignal },
) => Promise<Outcome>;

type Dependencies = {
  readonly store: DueStore;
  readonly perform: Perform;
  /** Aborts after so many milliseconds. */
  readonly abortAfter: (ms: number) => AbortSignal;
  readonly report: (error: unknown, due: Due) => void;
  readonly clock: () => number;
  readonly random: () => number;
  readonly newId: () => string;
};

/** As much as is listed at a time. */
const sliceLength = 100;
/** More than this is listed only when the index lags so far behind that all of it was seen before. */
const longestSlice = 1600;
/** Pieces of work at once: each mostly waits for answers, and together they are paced. */
const lanes = 4;
/** Shorter than a lease (40 s) less the time of a request: whoever holds a lease ends before it does. */
const workMs = 30_000;
/** Less than this is no time to begin anything. */
const leastMs = 10_000;

/** Sweeps at once do no harm: what they apply is under leases, and what one finished the other finds done. */
export const sweep =
  (deps: Dependencies): Sweep =>
  async ({ now, until }) => {
    const tasks: Record<string, Record<string, number>> = {};
    const seen = new Set<string>();
    const hasTime = () => until - deps.clock() >= leastMs;
    let first: number | undefined;
    let putBack: readonly Due[] = [];
    let limit = sliceLength;
    for (;;) {
      const listed = await deps.store.listDue(now, limit);
      first ??= listed[0]?.dueAt ?? now;
      // What was put off into the future is not listed; what the index still lists was done.
      const slice = [...listed.filter((due) => !seen.has(idOf(due))), ...putBack].sort(oldestFirst);
      if (slice.length === 0 && (listed.length < limit || limit >= longestSlice)) break;
      if (slice.length === 0) limit *= 2;
      const continued: Due[] = [];
      await inLanes(slice, hasTime, async (due) => {
        seen.add(idOf(due));
        const { outcome, next } = await work(deps, due, until);
        const counts = (tasks[due.work.task] ??= {});
        counts[outcome] = (counts[outcome] ?? 0) + 1;
        if (next) continued.push(next);
      });
      if (!hasTime()) break;
      putBack = continued;
    }
    return { tasks, oldestAgeMs: now - first, ended: hasTime() ? 'nothing-left' : 'out-of-time' };
  };

/** One piece of work from beginning to end; what is wrong with it stays its own. */
const work = async (
  deps: Dependencies,
  due: Due,
  until: number,
): Promise<{ readonly outcome: OutcomeName; readonly next?: Due | undefined }> => {
  const { store, clock, newId } = deps;
  try {
    const end = Math.min(until, clock() + workMs);
    const result = await deps.perform(due.work, { until: end, signal: deps.abortAfter(end - clock()) });
    if (result.outcome === 'done') {
      await store.finishDue(due);
      return { outcome: 'done' };
    }
    const dueAt = result.outcome === 'continued' ? clock() : result.dueAt;
    const next = { work: result.work, dueAt, failures: 0, stamp: newId() };
    const isNext = (await store.finishDue(due, next)) === 'stored' && result.outcome === 'continued';
    return { outcome: result.outcome, next: isNext ? next : undefined };
  } catch (error) {
    deps.report(error, due);
    await postpone(deps, due).catch((failure: unknown) => deps.report(failure, due));
    return { outcome: 'failed' };
  }
};

const postpone = async ({ store, clock, random, newId }: Dependencies, due: Due): Promise<void> => {
  const failures = due.failures + 1;
  await store.finishDue(due, {
    ...due,
    failures,
    dueAt: clock() + backoff(failures, random),
    stamp: newId(),
  });
};

const inLanes = async <Item>(
  items: readonly Item[],
  goesOn: () => boolean,
  run: (item: Item) => Promise<void>,
): Promise<void> => {
  const rest = items.values();
  const lane = async () => {
    while (goesOn()) {
      const { value, done } = rest.next();
      if (done) return;
      await run(value);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
};

const idOf = ({ work: of, stamp }: Due): string => `${taskKey(of)}#${stamp}`;

const oldestFirst = (one: Due, other: Due): number => one.dueAt - other.dueAt;
