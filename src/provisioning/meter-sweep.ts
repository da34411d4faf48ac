// What a sweep says of itself and of what it leaves.
import type { Meter } from './meter.ts';
import type { DueStore } from './ports.ts';
import type { SweepReport } from './sweep.ts';

/** More than that many is as bad as that many. */
const longestList = 1000;

/** Looks at what is overdue when the sweep has ended, one page of it in the worst case. */
export const meterSweep = async (
  { tasks, oldestAgeMs }: SweepReport,
  {
    store,
    meter,
    clock,
  }: { readonly store: Pick<DueStore, 'listDue'>; readonly meter: Meter; readonly clock: () => number },
): Promise<void> => {
  meter.add('Sweeps', 1);
  meter.add('OldestDueAgeMilliseconds', oldestAgeMs);
  meter.add(
    'DueFailures',
    Object.values(tasks).reduce((sum, { failed = 0 }) => sum + failed, 0),
  );
  const overdue = await store.listDue(clock(), longestList);
  const pending = (task: string) => overdue.filter(({ work }) => work.task === task).length;
  meter.add('PendingScopes', pending('apply-scope'));
  meter.add('PendingUsers', pending('apply-user'));
};
