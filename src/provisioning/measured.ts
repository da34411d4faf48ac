// Flows and stores that say how long things took; put around them where a function is composed.
import type { Meter } from './meter.ts';
import type { DueStore } from './ports.ts';

/** The same flow, timed whether it succeeds or fails. */
export const measuredApply =
  <Arguments extends unknown[], Value>(
    apply: (...args: Arguments) => Promise<Value>,
    meter: Meter,
    clock: () => number,
  ) =>
  async (...args: Arguments): Promise<Value> => {
    const begun = clock();
    try {
      return await apply(...args);
    } finally {
      meter.add('ApplyMilliseconds', clock() - begun);
    }
  };

/** The same store; what took something away and is finished now tells for how long it was pending. */
export const measuredDue = (
  { finishDue }: Pick<DueStore, 'finishDue'>,
  meter: Meter,
  clock: () => number,
): Pick<DueStore, 'finishDue'> => ({
  finishDue: async (due, next) => {
    const stored = await finishDue(due, next);
    if (stored === 'stored' && next === undefined && due.revokedAt !== undefined) {
      meter.add('RevokeToDetachMilliseconds', clock() - due.revokedAt);
    }
    return stored;
  },
});
