// The loop: what is due, in which order, for how long, and what becomes of what fails.
import { describe, expect, it } from 'vitest';
import type { Task } from '../../src/domain/due.ts';
import { everyone } from '../../src/domain/subject.ts';
import { backoff } from '../../src/provisioning/backoff.ts';
import { continued, done, waiting } from '../../src/provisioning/outcome.ts';
import type { Perform } from '../../src/provisioning/sweep.ts';
import { group, now, userId } from '../fakes/samples.ts';
import { addDue, dueItem, dueKeys, openSweepWorld, type SweepWorld } from './sweep-world.ts';

const seconds = 1000;
const minutes = 60 * seconds;

const applyOf = (name: string): Task => ({ task: 'apply-user', userId: userId(name) });
const nameOf = (work: Task): string => (work.task === 'apply-user' ? work.userId : work.task);

/** Notes what is performed and when; each takes `ms`. */
const recording = (
  world: SweepWorld,
  ms: number,
  become: (work: Task) => Promise<ReturnType<typeof waiting>> | ReturnType<typeof waiting> = () => done,
) => {
  const performed: { readonly name: string; readonly at: number }[] = [];
  const perform: Perform = async (work, { signal }) => {
    performed.push({ name: nameOf(work), at: world.clock.now() });
    await world.clock.sleep(ms, signal);
    return become(work);
  };
  return { performed, perform };
};

const dueOf = (world: SweepWorld, name: string) => world.store.due.get(`apply-user/${name}`);

describe('a sweep', () => {
  it('with nothing due reads the list once and asks nothing of IoT Core', async () => {
    const world = await openSweepWorld();
    addDue(world, applyOf('later'), now + 1);
    const reads: string[] = [];
    world.storeHook = ({ name }, run) => {
      reads.push(name);
      return run();
    };
    expect(await world.sweepOnce()).toEqual({ tasks: {}, oldestAgeMs: 0, left: 0 });
    expect(reads).toEqual(['listDue']);
    expect(world.calls).toEqual([]);
    expect(dueKeys(world)).toEqual(['apply-user/later']);
  });

  it('takes the oldest first and says how old it was', async () => {
    const world = await openSweepWorld();
    const ages = [3, 9, 1, 7, 5, 8, 2, 6, 4];
    for (const age of ages) addDue(world, applyOf(`${age}`), now - age * seconds);
    const { performed, perform } = recording(world, 100);
    const report = await world.clock.run(world.startSweep(50 * seconds, perform));
    expect(performed.map(({ name }) => name)).toEqual(['9', '8', '7', '6', '5', '4', '3', '2', '1']);
    expect(report).toEqual({
      tasks: { 'apply-user': { done: 9 } },
      oldestAgeMs: 9 * seconds,
      left: 0,
    });
    expect(dueKeys(world)).toEqual([]);
  });

  it('does all that is due', async () => {
    const world = await openSweepWorld();
    for (let number = 0; number < 450; number++) addDue(world, applyOf(`user-${number}`), now - number);
    const { performed, perform } = recording(world, 1);
    const report = await world.clock.run(world.startSweep(50 * seconds, perform));
    expect(new Set(performed.map(({ name }) => name)).size).toBe(450);
    expect(performed).toHaveLength(450);
    expect(report.tasks).toEqual({ 'apply-user': { done: 450 } });
  });

  it('gives each kind of work its turn, so that much of one holds up nothing of another', async () => {
    const world = await openSweepWorld();
    for (let number = 0; number < 5000; number++)
      addDue(world, applyOf(`user-${number}`), now - 10_000 + number);
    addDue(world, { task: 'expire-grants', subject: everyone });
    const { performed, perform } = recording(world, 100);
    const report = await world.clock.run(world.startSweep(50 * seconds, perform));
    expect(performed.findIndex(({ name }) => name === 'expire-grants')).toBe(1);
    expect(performed[0]?.name).toBe('user-0');
    expect(report.left).toBe(5001 - performed.length);
    expect(report.left).toBeGreaterThan(3000);
  });

  it.each([20, 30, 50])('of %d seconds begins nothing that cannot end, and ends in time', async (length) => {
    const world = await openSweepWorld();
    for (let number = 0; number < 200; number++) addDue(world, applyOf(`user-${number}`), now - number);
    const { performed, perform } = recording(world, 4 * seconds);
    const report = await world.clock.run(world.startSweep(length * seconds, perform));
    expect(report.left).toBe(200 - performed.length);
    expect(performed.length).toBeGreaterThan(4);
    expect(Math.max(...performed.map(({ at }) => at))).toBeLessThanOrEqual(now + (length - 10) * seconds);
    expect(world.clock.now()).toBeLessThanOrEqual(now + length * seconds);
    expect(world.store.due.size).toBe(200 - performed.length);
  });

  it.each([
    ['the function’s time', 15 * seconds, 15 * seconds],
    ['a lease', 50 * seconds, 35 * seconds],
  ])('gives up work that does not end before %s would, and postpones it', async (_what, length, end) => {
    const world = await openSweepWorld();
    addDue(world, applyOf('hangs'), now - 1);
    addDue(world, applyOf('other'));
    const perform: Perform = async (work, { signal }) => {
      if (nameOf(work) === 'hangs') await world.clock.sleep(60 * minutes, signal);
      return done;
    };
    const report = await world.clock.run(world.startSweep(length, perform));
    expect(report.tasks).toEqual({ 'apply-user': { done: 1, failed: 1 } });
    expect(world.clock.now()).toBeLessThanOrEqual(now + end + 100);
    expect(dueOf(world, 'hangs')).toMatchObject({ failures: 1 });
  });
});

describe('work that fails', () => {
  it('is reported and counted, and never stops the rest', async () => {
    const world = await openSweepWorld();
    for (let number = 0; number < 20; number++) addDue(world, applyOf(`user-${number}`), now - 100 + number);
    const { performed, perform } = recording(world, 100, (work) => {
      if (Number(nameOf(work).slice(5)) % 2 === 0) throw new Error(`${nameOf(work)} is poisoned`);
      return done;
    });
    const report = await world.clock.run(world.startSweep(50 * seconds, perform));
    expect(performed).toHaveLength(20);
    expect(report.tasks).toEqual({ 'apply-user': { done: 10, failed: 10 } });
    expect(world.reports.map(({ due }) => due).sort()).toEqual(dueKeys(world));
    expect(world.store.due.size).toBe(10);
  });

  it('is left alone for longer each time, up to 15 minutes', async () => {
    const world = await openSweepWorld();
    addDue(world, applyOf('poisoned'));
    const { performed, perform } = recording(world, 100, () => {
      throw new Error('poisoned');
    });
    for (let minute = 0; minute < 120; minute++) {
      await world.clock.run(world.startSweep(50 * seconds, perform));
      await world.clock.pass(now + (minute + 1) * minutes - world.clock.now());
    }
    const times = performed.map(({ at }) => at - now);
    const gaps = times.slice(1).map((at, index) => Math.round((at - (times[index] ?? 0)) / minutes));
    expect(gaps).toEqual([1, 1, 2, 4, 7, ...gaps.slice(5).map(() => 12)]);
    expect(gaps.length).toBeGreaterThan(10);
    expect(dueOf(world, 'poisoned')?.failures).toBe(performed.length);
  });

  it('is left alone for a time that differs from one to the next', () => {
    const waits = [0, 0.25, 0.123_456_7, 0.999].map((random) => backoff(3, () => random));
    expect(waits).toEqual([60_000, 75_000, 67_407, 119_940]);
    expect(backoff(40, () => 0.999)).toBeLessThanOrEqual(15 * minutes);
  });

  it('is not taken again in the same sweep', async () => {
    const world = await openSweepWorld();
    addDue(world, applyOf('poisoned'), now - 5 * minutes);
    addDue(world, applyOf('slow'));
    const { performed, perform } = recording(world, 29 * seconds, (work) => {
      if (nameOf(work) === 'poisoned') throw new Error('poisoned');
      return done;
    });
    await world.clock.run(world.startSweep(10 * minutes, perform));
    expect(performed.map(({ name }) => name)).toEqual(['poisoned', 'slow']);
  });

  it('is reported and left when not even its failure can be stored', async () => {
    const world = await openSweepWorld();
    addDue(world, applyOf('one'), now - 1);
    addDue(world, applyOf('two'));
    let finished = 0;
    world.storeHook = async ({ name, args }, run) => {
      const [due] = args as [{ work: Task }];
      if (name === 'finishDue' && nameOf(due.work) === 'one') throw new Error('no store');
      if (name === 'finishDue') finished++;
      return run();
    };
    const { perform } = recording(world, 100);
    const report = await world.clock.run(world.startSweep(50 * seconds, perform));
    expect(report.tasks).toEqual({ 'apply-user': { done: 1, failed: 1 } });
    expect(finished).toBe(1);
    expect(dueKeys(world)).toEqual(['apply-user/one']);
  });
});

describe('work that is not over', () => {
  const walkOf = (after?: string): Task => ({ task: 'apply-members', group: group('a'), round: 1, after });

  it('goes on after other work has had its turn', async () => {
    const world = await openSweepWorld();
    addDue(world, walkOf(), now - 10);
    for (let number = 0; number < 8; number++) addDue(world, applyOf(`user-${number}`), now - 8 + number);
    const order: string[] = [];
    const perform: Perform = async (work, { signal }) => {
      await world.clock.sleep(100, signal);
      if (work.task !== 'apply-members') return done;
      order.push(work.after ?? 'start');
      const after = String(Number(work.after ?? 0) + 1);
      return after === '4' ? done : continued({ ...work, after });
    };
    const { performed, perform: others } = recording(world, 100);
    const report = await world.clock.run(
      world.startSweep(50 * seconds, (work, time) =>
        work.task === 'apply-members' ? perform(work, time) : others(work, time),
      ),
    );
    expect(order).toEqual(['start', '1', '2', '3']);
    expect(performed).toHaveLength(8);
    expect(report.tasks).toEqual({
      'apply-members': { continued: 3, done: 1 },
      'apply-user': { done: 8 },
    });
    expect(dueKeys(world)).toEqual([]);
  });

  it('is taken up by the next sweep where this one ended', async () => {
    const world = await openSweepWorld();
    addDue(world, walkOf());
    const perform: Perform = async (work, { signal }) => {
      await world.clock.sleep(9 * seconds, signal);
      return work.task === 'apply-members'
        ? continued({ ...work, after: String(Number(work.after ?? 0) + 1) })
        : done;
    };
    const report = await world.clock.run(world.startSweep(50 * seconds, perform));
    expect(report.left).toBe(1);
    expect(world.store.due.get('apply-members/a')?.work).toMatchObject({ after: '5' });
  });

  it('waits for its time without counting as a failure', async () => {
    const world = await openSweepWorld();
    addDue(world, applyOf('held'));
    const dueAt = now + 5 * seconds;
    const { performed, perform } = recording(world, 20 * seconds, (work) => waiting(work, dueAt));
    const report = await world.clock.run(world.startSweep(50 * seconds, perform));
    expect(performed).toHaveLength(1);
    expect(report.tasks).toEqual({ 'apply-user': { waiting: 1 } });
    expect(dueOf(world, 'held')).toMatchObject({ dueAt, failures: 0 });
    expect(world.reports).toEqual([]);
  });
});

describe('work that is made due anew while it is done', () => {
  it.each([
    ['done', () => done],
    ['failing', () => Promise.reject(new Error('poisoned'))],
    ['waiting', (work: Task) => waiting(work, now + 60 * minutes)],
    ['continued', (work: Task) => continued(work)],
  ] as const)('stays due as it was made, be it %s', async (_what, become) => {
    const world = await openSweepWorld();
    addDue(world, applyOf('user-1'));
    const anew = dueItem(applyOf('user-1'), now + minutes);
    let times = 0;
    const perform: Perform = async (work) => {
      times++;
      await world.store.saveDue(anew);
      return become(work);
    };
    await world.clock.run(world.startSweep(50 * seconds, perform));
    expect(dueOf(world, 'user-1')).toEqual(anew);
    expect(times).toBe(1);
  });
});

describe('two sweeps at once', () => {
  it('do all that is due, and leave nothing behind', async () => {
    const world = await openSweepWorld();
    for (let number = 0; number < 40; number++) addDue(world, applyOf(`user-${number}`), now - number);
    addDue(world, { task: 'apply-scope', subject: everyone });
    const one = recording(world, 300);
    const other = recording(world, 200);
    await world.clock.run(
      Promise.all([
        world.startSweep(50 * seconds, one.perform),
        world.startSweep(50 * seconds, other.perform),
      ]),
    );
    expect(new Set([...one.performed, ...other.performed].map(({ name }) => name)).size).toBe(41);
    expect(dueKeys(world)).toEqual([]);
    expect(world.reports).toEqual([]);
  });
});
