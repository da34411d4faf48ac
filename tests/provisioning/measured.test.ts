import { describe, expect, it } from 'vitest';
import { everyone } from '../../src/domain/subject.ts';
import { measuredApply, measuredDue } from '../../src/provisioning/measured.ts';
import type { Metric } from '../../src/provisioning/meter.ts';
import { meterSweep } from '../../src/provisioning/meter-sweep.ts';
import type { Stored } from '../../src/provisioning/ports.ts';
import { userId } from '../fakes/samples.ts';

const open = (start = 1000) => {
  const added: (readonly [Metric, number])[] = [];
  const time = { now: start };
  return {
    added,
    time,
    meter: { add: (...of: [Metric, number]) => void added.push(of) },
    clock: () => time.now,
  };
};
const due = { work: { task: 'apply-scope', subject: everyone }, dueAt: 0, failures: 0, stamp: 's' } as const;

describe('applying', () => {
  it('is timed, whether it succeeds or fails', async () => {
    const { added, time, meter, clock } = open();
    const after = (ms: number) => (time.now += ms);
    const flow = measuredApply(
      async (ms: number) => {
        after(ms);
        if (ms > 50) throw new Error('failed');
        return 'applied';
      },
      meter,
      clock,
    );
    expect(await flow(20)).toBe('applied');
    await expect(flow(70)).rejects.toThrow('failed');
    expect(added).toEqual([
      ['ApplyMilliseconds', 20],
      ['ApplyMilliseconds', 70],
    ]);
  });
});

describe('what took something away', () => {
  const finishing =
    (stored: Stored, revokedAt: number | undefined, next: typeof due | undefined) => async () => {
      const { added, meter, clock } = open(5000);
      await measuredDue({ finishDue: async () => stored }, meter, clock).finishDue(
        { ...due, revokedAt },
        next,
      );
      return added;
    };

  it.each([
    ['finished', finishing('stored', 2000, undefined), [['RevokeToDetachMilliseconds', 3000]]],
    ['put off', finishing('stored', 2000, due), []],
    ['made due anew meanwhile', finishing('conflict', 2000, undefined), []],
    ['something that took nothing', finishing('stored', undefined, undefined), []],
  ])('and is %s tells its time accordingly', async (_what, run, expected) => {
    expect(await run()).toEqual(expected);
  });
});

describe('a sweep', () => {
  it('tells that it ran, what failed, and what of it is overdue still', async () => {
    const { added, meter, clock } = open();
    const report = {
      tasks: { 'apply-scope': { done: 2, failed: 1 }, disconnect: { failed: 2 } },
      oldestAgeMs: 70,
      left: 0,
    };
    const overdue = [
      due,
      { ...due, work: { task: 'apply-user', userId: userId('a') } as const },
      { ...due, work: { task: 'apply-user', userId: userId('b') } as const },
    ];
    await meterSweep(report, {
      store: { listDue: async (until) => (until === 1000 ? overdue : []) },
      meter,
      clock,
    });
    expect(Object.fromEntries(added)).toEqual({
      Sweeps: 1,
      OldestDueAgeMilliseconds: 70,
      DueFailures: 3,
      PendingScopes: 1,
      PendingUsers: 2,
    });
  });
});
