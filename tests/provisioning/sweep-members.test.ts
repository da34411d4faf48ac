// Whoever is in a group, page by page and at the control plane's pace: applied, or told that sessions end.
import { describe, expect, it } from 'vitest';
import { connectPolicyName, scopePolicyNames } from '../../src/domain/policy-name.ts';
import { everyone, type Subject } from '../../src/domain/subject.ts';
import { turns } from '../../src/provisioning/paced.ts';
import { awsError } from '../fakes/memory-iot.ts';
import { group, now, space, userId } from '../fakes/samples.ts';
import { virtualClock } from '../fakes/virtual-clock.ts';
import {
  addDue,
  addScope,
  addUser,
  dueKeys,
  grantOf,
  openSweepWorld,
  type SweepWorld,
} from './sweep-world.ts';

const minutes = 60_000;
const operators = group('operators');
const subject: Subject = { kind: 'group', group: operators };
const connect = connectPolicyName(space);
const policies = scopePolicyNames(space, subject, 1);

/** A group that is managed from now on, with so many known members who do not carry its policy yet. */
const managedGroup = async (members: number) => {
  const world = await openSweepWorld();
  addScope(world, subject, { grants: [grantOf(subject, 'a/b')] });
  await world.clock.run(world.flows().applyScope(subject));
  const names = Array.from({ length: members }, (_, index) => `user-${String(index).padStart(5, '0')}`);
  const users = names.map((name) => addUser(world, name, { groups: [operators], attached: [connect] }));
  addDue(world, { task: 'apply-members', group: operators, round: 1 });
  world.calls.length = 0;
  return { world, users };
};

const carriers = (world: SweepWorld): number =>
  [...world.iot.attached.values()].filter((names) => policies.every((name) => names.has(name))).length;

/** The most calls of one operation within any second. */
const highestRate = (world: SweepWorld, name: string): number => {
  const times = world.calls.filter((call) => call.name === name).map(({ at }) => at);
  return Math.max(...times.map((at) => times.filter((other) => other >= at && other < at + 1000).length));
};

describe('members of a group', () => {
  it('are all applied, and once more when the registrations are over that had read the group before', async () => {
    const { world, users } = await managedGroup(23);
    await world.sweepFor(1);
    expect(carriers(world)).toBe(23);
    expect(users.map(({ userId: id }) => world.store.users.get(id)?.attached)).toEqual(
      users.map(() => [connect, ...policies]),
    );
    const second = world.store.due.get('apply-members/operators');
    expect(second?.work).toMatchObject({ round: 2 });
    expect((second?.dueAt ?? 0) - now).toBeGreaterThanOrEqual(90_000);
    const late = addUser(world, 'late', { groups: [operators], attached: [connect] });
    await world.sweepFor(3);
    expect(world.store.users.get(late.userId)?.attached).toEqual([connect, ...policies]);
    expect(dueKeys(world)).toEqual([]);
    expect(world.calls.map(({ name }) => name)).toEqual(Array.from({ length: 24 }, () => 'attachPolicy'));
  });

  it('of 10,000 are applied at half of the quota, and leave the other half', async () => {
    const { world } = await managedGroup(10_000);
    let swept = 0;
    while (carriers(world) < 10_000 && swept < 60) {
      await world.sweepFor(1);
      swept++;
    }
    expect(carriers(world)).toBe(10_000);
    const attached = world.calls.filter(({ name }) => name === 'attachPolicy');
    expect(attached).toHaveLength(10_000);
    const tookMs = (attached.at(-1)?.at ?? 0) - (attached[0]?.at ?? 0);
    expect(10_000 / (tookMs / 1000)).toBeGreaterThan(4);
    expect(highestRate({ ...world, calls: attached.slice(0, 2000) }, 'attachPolicy')).toBeLessThanOrEqual(8);
    expect(world.reports).toEqual([]);
  });

  it('let other work have its turn', async () => {
    const { world } = await managedGroup(500);
    const others: Subject = { kind: 'group', group: group('others') };
    addScope(world, others, { grants: [grantOf(others, 'c/d')] });
    addDue(world, { task: 'apply-scope', subject: others }, now);
    const [report] = await world.sweepFor(1);
    expect(world.store.scopes.get('group/others')?.appliedGeneration).toBe(1);
    expect(carriers(world)).toBeLessThan(500);
    expect(report?.tasks['apply-members']?.continued).toBeGreaterThanOrEqual(4);
  });

  it('are walked no further than there is time for when IoT Core is slow, which is no failure', async () => {
    const { world } = await managedGroup(100);
    world.hook = async (_call, run) => {
      await world.clock.sleep(8000);
      return run();
    };
    const [report] = await world.sweepFor(1);
    expect(report?.tasks).toEqual({ 'apply-members': { continued: 2 } });
    expect(world.reports).toEqual([]);
    expect(dueKeys(world)).toEqual(['apply-members/operators']);
    expect(carriers(world)).toBeGreaterThanOrEqual(40);
  });

  it('that fail are due by themselves, and the walk goes on', async () => {
    const { world, users } = await managedGroup(30);
    const poisoned = users[3];
    world.hook = async ({ name, args }, run) => {
      if (name === 'attachPolicy' && args[1] === poisoned?.identityId)
        throw awsError('LimitExceededException');
      return run();
    };
    await world.sweepFor(1);
    expect(carriers(world)).toBe(29);
    expect(dueKeys(world)).toEqual(['apply-members/operators', `apply-user/${poisoned?.userId}`]);
    expect(world.reports.map(({ due }) => due)).toEqual(['apply-members/operators']);
    world.hook = (_call, run) => run();
    await world.sweepFor(4);
    expect(carriers(world)).toBe(30);
    expect(dueKeys(world)).toEqual([]);
  });

  it('that somebody else is applying are due by themselves, without being reported', async () => {
    const { world, users } = await managedGroup(3);
    const [held] = users;
    if (held) await world.store.leaseUser(held.userId, { owner: 'someone', now, until: now + 40_000 });
    await world.sweepFor(1);
    expect(dueKeys(world)).toContain(`apply-user/${held?.userId}`);
    await world.sweepFor(4);
    expect(carriers(world)).toBe(3);
    expect(world.reports).toEqual([]);
  });

  it('who have left are forgotten when nothing of the group is attached to them, and nobody else is', async () => {
    const { world } = await managedGroup(2);
    // Withheld: in the group, and without its policy.
    const many = Array.from({ length: 9 }, (_, index) => group(`a-${index}`));
    for (const name of many) addScope(world, { kind: 'group', group: name });
    for (const name of many) await world.clock.run(world.flows().applyScope({ kind: 'group', group: name }));
    addUser(world, 'withheld', { groups: [operators, ...many] });
    addUser(world, 'gone', { groups: [], attached: [connect, ...policies] });
    addUser(world, 'gone-long', { groups: [], attached: [connect] });
    const members = () => [...(world.store.members.get(operators) ?? [])];
    for (const name of ['gone', 'gone-long', 'registering'])
      world.store.members.get(operators)?.add(userId(name));
    const removed: unknown[] = [];
    world.storeHook = ({ name, args }, run) => {
      if (name === 'removeMemberships') removed.push(args[0]);
      return run();
    };
    await world.sweepFor(1);
    expect(removed.sort()).toEqual(['gone', 'gone-long']);
    expect(members().sort()).toEqual(['registering', 'user-00000', 'user-00001', 'withheld']);
    expect(carriers(world)).toBe(2);
    expect(world.store.users.get('gone')?.attached).toEqual([connect]);
  });

  it('who leave just then stay members until what they have of it is detached', async () => {
    const { world, users } = await managedGroup(1);
    const [leaving] = users;
    world.storeHook = async ({ name }, run) => {
      const stored = world.store.users.get('user-00000');
      if (name === 'readUsers' && stored && stored.generation === 1) {
        world.store.users.set('user-00000', { ...stored, groups: [], generation: 2 });
      }
      return run();
    };
    await world.sweepFor(1);
    expect(world.store.members.get(operators)).toContain(leaving?.userId);
    await world.sweepFor(3);
    expect(world.store.members.get(operators)?.size).toBe(0);
    expect(carriers(world)).toBe(0);
  });

  it('who come back just then stay members', async () => {
    const { world } = await managedGroup(1);
    const back = addUser(world, 'back', { groups: [], attached: [connect] });
    world.store.members.get(operators)?.add(back.userId);
    world.storeHook = async ({ name }, run) => {
      if (name !== 'removeMemberships') return run();
      world.store.users.set('back', { ...back, groups: [operators], generation: 2 });
      await world.store.saveMemberships(back.userId, [operators]);
      return run();
    };
    await world.sweepFor(1);
    expect(world.store.members.get(operators)).toContain(back.userId);
  });
});

describe('sessions of many', () => {
  const filters = ['a/#'];
  /** Some of them receive directly what they had subscribed to. */
  const receivers = async (of: Subject) => {
    const world = await openSweepWorld();
    const receive = { ...grantOf(of, 'a/#').rule, actions: ['receive'] as const };
    addScope(world, of, { grants: [{ grantId: 'receive', rule: receive }] });
    const users = ['a', 'b', 'c', 'd'].map((name) =>
      addUser(world, name, { groups: name === 'd' ? [] : [operators] }),
    );
    world.store.members.get(operators)?.add(userId('d'));
    return { world, users, clientIds: users.map(({ identityId }) => `${identityId}:web-1`) };
  };

  it.each([everyone, subject])(
    'of %j are dropped where old subscriptions outlive, and no others',
    async (of) => {
      const { world, clientIds } = await receivers(of);
      addDue(world, { task: 'drop-sessions', subject: of, changeId: 'change-1', filters });
      addDue(world, { task: 'drop-sessions', subject: of, changeId: 'change-2', filters: ['b/#'] });
      await world.sweepFor(1);
      const affected = of.kind === 'everyone' ? clientIds : clientIds.slice(0, 3);
      expect([...world.iot.dropped].sort()).toEqual(affected);
      expect(dueKeys(world)).toEqual(affected.map((clientId) => `disconnect/${clientId}/change-1`));
    },
  );

  it('of a group are dropped for all its members, and for nobody who has left it', async () => {
    const { world, clientIds } = await receivers(subject);
    addDue(world, { task: 'drop-sessions', subject, changeId: 'change-1' });
    await world.sweepFor(1);
    expect([...world.iot.dropped].sort()).toEqual(clientIds.slice(0, 3));
  });

  it('are dropped once more when the change is effective everywhere', async () => {
    const { world, clientIds } = await receivers(subject);
    addDue(world, { task: 'drop-sessions', subject, changeId: 'change-1' });
    await world.sweepFor(12);
    const drops = clientIds
      .slice(0, 3)
      .map((clientId) =>
        world.calls
          .filter(({ name, args }) => name === 'dropConnection' && args[0] === clientId)
          .map(({ at }) => at - now),
      );
    for (const [first = 0, second = 0, ...more] of drops) {
      expect(first).toBeLessThan(minutes);
      expect(second - first).toBeGreaterThanOrEqual(8 * minutes - 1000);
      expect(second - first).toBeLessThanOrEqual(9 * minutes);
      expect(more).toEqual([]);
    }
    expect(dueKeys(world)).toEqual([]);
  });

  it('that cannot be dropped are due by themselves, and the walk goes on', async () => {
    const { world, clientIds } = await receivers(subject);
    world.hook = async ({ args }, run) => {
      if (args[0] === clientIds[1]) throw awsError('ThrottlingException');
      return run();
    };
    addDue(world, { task: 'drop-sessions', subject, changeId: 'change-1' });
    await world.sweepOnce();
    expect([...world.iot.dropped].sort()).toEqual([clientIds[0], clientIds[2]]);
    expect(dueKeys(world)).toContain('drop-sessions/user/b/change-1');
    world.hook = (_call, run) => run();
    await world.clock.pass(minutes);
    await world.sweepOnce();
    expect([...world.iot.dropped].sort()).toEqual(clientIds.slice(0, 3));
  });

  it('of thousands are dropped page by page', async () => {
    const world = await openSweepWorld();
    for (let index = 0; index < 1500; index++) addUser(world, `user-${String(index).padStart(5, '0')}`);
    addDue(world, { task: 'drop-sessions', subject: everyone, changeId: 'change-1' });
    await world.sweepFor(7);
    expect(new Set(world.iot.dropped).size).toBe(1500);
    expect(
      highestRate({ ...world, calls: world.calls.slice(0, 1000) }, 'dropConnection'),
    ).toBeLessThanOrEqual(11);
  });
});

describe('turns', () => {
  it('are evenly spaced for each operation, and do not wait for other operations', async () => {
    const clock = virtualClock(now);
    const turn = turns({ clock: clock.now, sleep: clock.sleep })(new AbortController().signal);
    const times: [string, number][] = [];
    const take = async (operation: string) => {
      await turn(operation, 4);
      times.push([operation, clock.now() - now]);
    };
    await clock.run(Promise.all(['a', 'a', 'b', 'a'].map(take)));
    expect(times).toEqual([
      ['a', 0],
      ['b', 0],
      ['a', 250],
      ['a', 500],
    ]);
    await clock.pass(10_000);
    await clock.run(Promise.all(['a', 'a'].map(take)));
    expect(times.slice(-2)).toEqual([
      ['a', 10_500],
      ['a', 10_750],
    ]);
  });

  it('are given up when there is no time left', async () => {
    const clock = virtualClock(now);
    const turn = turns({ clock: clock.now, sleep: clock.sleep })(clock.abortAfter(100));
    await clock.run(turn('a', 1));
    await expect(clock.run(turn('a', 1))).rejects.toThrow('The time is over.');
  });
});
