// Does the work that is due, once each, in bounded time; whatever of it fails is postponed by itself.
import type { Due, Task } from '../domain/due.ts';
import { agenda, isEndless } from './agenda.ts';
import { backoff } from './backoff.ts';
import type { Outcome } from './outcome.ts';
import type { DueStore } from './ports.ts';

export type Sweep = (time: {
  /** What is due until then is taken; what is postponed until later is not taken again. */
  readonly now: number;
  /** When the last work has ended, in epoch milliseconds; what became of it is stored after that. */
  readonly until: number;
}) => Promise<SweepReport>;

export type SweepReport = {
  /** How often each task came out how. */
  readonly tasks: Readonly<Partial<Record<Task['task'], Partial<Record<OutcomeName, number>>>>>;
  /** Milliseconds for which the oldest work had been due when the sweep began. */
  readonly oldestAgeMs: number;
  /** How much there was no time for. */
  readonly left: number;
};

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

/** More than one sweep has time for. */
const longestList = 10_000;
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
    const listed = await deps.store.listDue(now, longestList);
    const { next, putBack, left } = agenda(listed);
    const counts = new Map<Task['task'], Map<OutcomeName, number>>();
    const lane = async () => {
      while (until - deps.clock() >= leastMs) {
        const due = next();
        if (due === undefined) return;
        const { outcome, rest } = await work(deps, due, until);
        count(counts, due.work.task, outcome);
        if (rest) putBack(rest);
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    const oldest = listed.find(({ work }) => !isEndless(work.task));
    return { tasks: written(counts), oldestAgeMs: now - (oldest?.dueAt ?? now), left: left() };
  };

/** One piece of work from beginning to end; what is wrong with it stays its own. */
const work = async (
  deps: Dependencies,
  due: Due,
  until: number,
): Promise<{ readonly outcome: OutcomeName; readonly rest?: Due | undefined }> => {
  const { store, clock, newId } = deps;
  try {
    const end = Math.min(until, clock() + workMs);
    const result = await deps.perform(due.work, { until: end, signal: deps.abortAfter(end - clock()) });
    if (result.outcome === 'done') {
      await store.finishDue(due);
      return { outcome: 'done' };
    }
    const dueAt = result.outcome === 'continued' ? clock() : result.dueAt;
    // The rest of a revocation was revoked when all of it was.
    const { revokedAt } = due;
    const next = { work: result.work, dueAt, failures: 0, revokedAt, stamp: newId() };
    const stored = await store.finishDue(due, next);
    const goesOn = result.outcome === 'continued' && stored === 'stored';
    return { outcome: result.outcome, rest: goesOn ? next : undefined };
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

const count = (
  counts: Map<Task['task'], Map<OutcomeName, number>>,
  task: Task['task'],
  outcome: OutcomeName,
): void => {
  const ofTask = counts.get(task) ?? new Map<OutcomeName, number>();
  counts.set(task, ofTask.set(outcome, (ofTask.get(outcome) ?? 0) + 1));
};

const written = (counts: ReadonlyMap<Task['task'], ReadonlyMap<OutcomeName, number>>): SweepReport['tasks'] =>
  Object.fromEntries([...counts].map(([task, ofTask]) => [task, Object.fromEntries(ofTask)]));
