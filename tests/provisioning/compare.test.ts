// The rolling comparison: whatever somebody else changes at AWS is found, told and made right; nothing changed costs reads.
import { describe, expect, it } from 'vitest';
import { parseIdentityId, thingNameOf } from '../../src/domain/identifiers.ts';
import { connectPolicyName, parsePolicyName, scopePolicyNames } from '../../src/domain/policy-name.ts';
import { everyone, type Subject } from '../../src/domain/subject.ts';
import type { RegisteredUser } from '../../src/domain/user.ts';
import type { MemberStore } from '../../src/provisioning/ports.ts';
import { awsError, memoryIot } from '../fakes/memory-iot.ts';
import { memoryStore } from '../fakes/memory-store.ts';
import { device, deviceId, group, now, parsed, space, user, userId } from '../fakes/samples.ts';
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
const connect = connectPolicyName(space);
const operators: Subject = { kind: 'group', group: group('operators') };
const aliceHerself: Subject = { kind: 'user', userId: userId('alice') };
const [everyonePolicy] = scopePolicyNames(space, everyone, 1);
const [operatorsPolicy] = scopePolicyNames(space, operators, 1);
const [alicePolicy] = scopePolicyNames(space, aliceHerself, 1);
const foreign = parsed(parsePolicyName('someone-elses'));

/** Two users, a group and a scope of each kind, all applied; the comparison is due. */
const appliedWorld = async (store = memoryStore()) => {
  const world = await openSweepWorld({ store });
  addScope(world, everyone, { grants: [grantOf(everyone, 'news/#')] });
  addScope(world, operators, { grants: [grantOf(operators, 'sites/#')] });
  addScope(world, aliceHerself, { grants: [grantOf(aliceHerself, 'alice/#')] });
  const alice = addUser(world, 'alice', { groups: [group('operators')], generation: 2 });
  const bob = addUser(world, 'bob', { generation: 2 });
  const { applyScope, applyUser } = world.flows();
  for (const subject of [everyone, operators, aliceHerself]) await world.clock.run(applyScope(subject));
  for (const { userId: id } of [alice, bob]) await world.clock.run(applyUser(id));
  await world.iot.createPolicy(foreign, '{}');
  addDue(world, { task: 'compare' });
  world.calls.length = 0;
  return { world, alice, bob };
};

type AppliedWorld = Awaited<ReturnType<typeof appliedWorld>>;

const reads = ['listAttached', 'listDevices', 'readPolicy'];
const writes = (world: SweepWorld) =>
  world.calls.map(({ name }) => name).filter((name) => !reads.includes(name));

const stateOf = ({ iot }: SweepWorld) => ({
  attached: [...iot.attached].map(([identity, names]) => [identity, [...names].sort()]),
  texts: [...iot.policies].map(([name, { versions }]) => [name, versions.at(-1)?.text]).sort(),
  things: [...iot.things].map(([name, identities]) => [name, [...identities]]).sort(),
});

describe('the rolling comparison', () => {
  it('of what is as it was left reads, and writes nothing to AWS or about users and scopes', async () => {
    const { world } = await appliedWorld();
    const stored: string[] = [];
    world.storeHook = ({ name }, run) => {
      stored.push(name);
      return run();
    };
    await world.sweepOnce();
    expect(world.calls.map(({ name }) => name).sort()).toEqual([
      ...['listAttached', 'listAttached', 'listDevices', 'listDevices'],
      ...['readPolicy', 'readPolicy', 'readPolicy'],
    ]);
    expect(new Set(stored)).toEqual(
      new Set(['listDue', 'listGroups', 'listUsers', 'readScopes', 'finishDue']),
    );
    expect(world.drifts).toEqual([]);
  });

  it.each<[string, (of: AppliedWorld) => unknown, object]>([
    [
      'a policy detached from a user',
      ({ world, alice }) => world.iot.detachPolicy(parsed(operatorsPolicy), alice.identityId),
      { of: 'attachments', userId: 'alice', missing: [operatorsPolicy], surplus: [], foreign: [] },
    ],
    [
      'everything detached from a user',
      ({ world, bob }) => world.iot.attached.delete(bob.identityId),
      { of: 'attachments', userId: 'bob', missing: [connect, everyonePolicy] },
    ],
    [
      'a policy of a group attached to somebody else',
      ({ world, bob }) => world.iot.attachPolicy(parsed(operatorsPolicy), bob.identityId),
      { of: 'attachments', userId: 'bob', missing: [], surplus: [operatorsPolicy], foreign: [] },
    ],
    [
      'another document as the default version of everyone’s policy',
      ({ world }) =>
        world.iot.createVersion(parsed(everyonePolicy), '{"Version":"2012-10-17","Statement":[]}'),
      { of: 'policies', subject: everyone, policies: [everyonePolicy] },
    ],
    [
      'a document that is none',
      ({ world }) => world.iot.createVersion(parsed(operatorsPolicy), 'none'),
      { of: 'policies', subject: operators, policies: [operatorsPolicy] },
    ],
    [
      'the deleted policy of a group',
      ({ world }) => world.iot.policies.delete(parsed(operatorsPolicy)),
      { of: 'policies', subject: operators, policies: [operatorsPolicy] },
    ],
    [
      'the deleted policy of a user',
      ({ world }) => world.iot.policies.delete(parsed(alicePolicy)),
      { of: 'policies', subject: aliceHerself, policies: [alicePolicy] },
    ],
    [
      'a thing detached from its user',
      ({ world, bob }) =>
        world.iot.detachThing(thingNameOf(bob.identityId, deviceId('web-1')), bob.identityId),
      { of: 'things', userId: 'bob', missing: ['web-1'], surplus: [] },
    ],
    [
      'a deleted thing',
      ({ world, bob }) => world.iot.things.delete(thingNameOf(bob.identityId, deviceId('web-1'))),
      { of: 'things', userId: 'bob', missing: ['web-1'], surplus: [] },
    ],
  ])('finds %s, tells it once and makes it right; a second round writes nothing', async (_, edit, drift) => {
    const of = await appliedWorld();
    const { world } = of;
    const before = stateOf(world);
    await edit(of);
    expect(stateOf(world)).not.toEqual(before);
    await world.sweepOnce();
    expect(stateOf(world)).toEqual(before);
    expect(world.drifts).toEqual([expect.objectContaining(drift)]);
    expect(world.reports).toEqual([]);
    await world.clock.pass(60 * minutes);
    world.calls.length = 0;
    await world.sweepOnce();
    expect(world.calls.length).toBeGreaterThan(0);
    expect(writes(world)).toEqual([]);
    expect(world.drifts).toHaveLength(1);
  });

  it('detaches the thing of no device, and drops its session now and after the window', async () => {
    const { world, bob } = await appliedWorld();
    const thing = thingNameOf(bob.identityId, deviceId('web-2'));
    await world.iot.createThing(thing);
    await world.iot.attachThing(thing, bob.identityId);
    await world.sweepFor(11);
    expect(world.iot.things.get(thing)).toEqual(new Set());
    expect(world.iot.dropped).toEqual([thing, thing]);
    expect(world.drifts).toEqual([{ of: 'things', userId: 'bob', missing: [], surplus: ['web-2'] }]);
  });

  it('tells of a policy that is not this service’s in each round, and leaves it alone', async () => {
    const { world, bob } = await appliedWorld();
    await world.iot.attachPolicy(foreign, bob.identityId);
    await world.sweepOnce();
    await world.clock.pass(60 * minutes);
    await world.sweepOnce();
    expect(writes(world)).toEqual([]);
    const drift = { of: 'attachments', userId: 'bob', missing: [], surplus: [], foreign: [foreign] };
    expect(world.drifts).toEqual([drift, drift]);
    expect(world.iot.attached.get(bob.identityId)).toContain(foreign);
  });

  it('leaves alone who is registering, being deleted, or to be applied anyway', async () => {
    const { world, alice, bob } = await appliedWorld();
    world.store.users.set('alice', { ...alice, generation: 9 });
    addDue(world, { task: 'apply-user', userId: alice.userId }, now + 10 * minutes);
    world.store.users.set('bob', { ...bob, devices: [device('web-1')], attached: [] });
    for (const subject of ['everyone', 'user/alice']) {
      const scope = parsed(world.store.scopes.get(subject));
      world.store.scopes.set(subject, { ...scope, generation: 9 });
    }
    addDue(world, { task: 'apply-scope', subject: everyone }, now + 10 * minutes);
    addDue(world, { task: 'apply-scope', subject: aliceHerself }, now + 10 * minutes);
    const scope = parsed(world.store.scopes.get('group/operators'));
    world.store.scopes.set('group/operators', { ...scope, state: 'deleting' });
    await world.sweepOnce();
    expect(world.calls).toEqual([]);
  });

  it('applies what is not applied and that nobody has on a list', async () => {
    const { world, bob } = await appliedWorld();
    world.store.users.set('bob', {
      ...parsed(world.store.users.get('bob')),
      status: 'suspended',
      generation: 9,
    });
    await world.sweepOnce();
    expect([...parsed(world.iot.attached.get(bob.identityId))]).toContain(`${space.prefix}-suspended`);
  });

  it('takes what is read from an old list for a reason to look again, and for nothing else', async () => {
    const store = memoryStore();
    const old = () => ({ ...parsed(store.users.get('bob')), attached: [connect], devices: [] });
    const { world } = await appliedWorld({ ...store, listUsers: async () => ({ items: [old()] }) });
    await world.sweepOnce();
    expect(world.calls.map(({ name }) => name).filter((name) => name === 'listAttached')).toHaveLength(2);
    expect(writes(world)).toEqual([]);
    expect(world.drifts).toEqual([]);
  });

  it('leaves to a list what somebody else is applying, and what fails', async () => {
    const { world, alice, bob } = await appliedWorld();
    await world.iot.detachPolicy(connect, alice.identityId);
    await world.store.leaseUser(alice.userId, { owner: 'someone', now, until: now + 40_000 });
    world.hook = ({ name, args }, run) =>
      name === 'listAttached' && args[0] === bob.identityId
        ? Promise.reject(awsError('InternalFailureException'))
        : run();
    await world.sweepOnce();
    expect(dueKeys(world)).toEqual(['compare', 'reconcile/user/alice', 'reconcile/user/bob']);
    world.hook = (_call, run) => run();
    await world.clock.pass(minutes);
    await world.sweepFor(2);
    expect(world.iot.attached.get(alice.identityId)).toContain(connect);
    expect(dueKeys(world)).toEqual(['compare']);
  });

  it('removes a device that nobody has finished registering for a day, and no other', async () => {
    const { world } = await appliedWorld();
    const day = 24 * 60 * minutes;
    const begun = (id: string, at: number, state: 'registering' | 'registered' = 'registering') => ({
      ...device(id),
      state,
      registeredAt: at,
    });
    const at = world.clock.now();
    const bob = parsed(world.store.users.get('bob'));
    const devices = [
      begun('web-1', at - 9 * day, 'registered'),
      begun('left', at - day),
      begun('new', at - day + minutes),
    ];
    world.store.users.set('bob', { ...bob, devices });
    const thing = thingNameOf(parsed(bob.identityId), deviceId('left'));
    world.iot.things.set(thing, new Set([parsed(bob.identityId)]));
    await world.sweepFor(2);
    const kept = parsed(world.store.users.get('bob')).devices.map(({ deviceId: id }) => id);
    expect(kept).toEqual(['web-1', 'new']);
    expect(world.iot.things.has(thing)).toBe(false);
    expect(world.store.audit.at(-1)).toMatchObject({ actor: 'system', action: 'device-removed' });
  });

  it('rests until an hour after its round began', async () => {
    const { world } = await appliedWorld();
    await world.sweepFor(1);
    world.calls.length = 0;
    await world.sweepFor(58);
    expect(world.calls).toEqual([]);
    await world.sweepFor(3);
    expect(world.calls.length).toBeGreaterThan(0);
  });

  it('takes no lease for what it only tells, and misses no thing of a device that is going', async () => {
    const { world, bob } = await appliedWorld();
    await world.iot.attachPolicy(foreign, bob.identityId);
    const stored = parsed(world.store.users.get('bob'));
    const going = { ...device('web-2'), state: 'removing' as const };
    world.store.users.set('bob', { ...stored, devices: [...stored.devices, going] });
    const stores: string[] = [];
    world.storeHook = ({ name }, run) => {
      stores.push(name);
      return run();
    };
    await world.sweepOnce();
    expect(stores).not.toContain('leaseUser');
    expect(world.drifts.map(({ of }) => of)).toEqual(['attachments']);
  });

  it('takes what was cut off for nobody else’s doing', async () => {
    const { world, bob } = await appliedWorld();
    const before = stateOf(world);
    await world.store.leaseUser(bob.userId, { owner: 'cut-off', now: now - 2, until: now - 1 });
    await world.iot.detachPolicy(connect, bob.identityId);
    await world.sweepOnce();
    expect(stateOf(world)).toEqual(before);
    expect(world.drifts).toEqual([]);
  });

  it('waits until nothing else is left to do', async () => {
    const { world } = await appliedWorld();
    for (let index = 0; index < 20; index++)
      addDue(world, {
        task: 'disconnect',
        clientId: thingNameOf(user().identityId, deviceId(`w-${index}`)),
        changeId: 'c',
      });
    await world.sweepOnce();
    const names = world.calls.map(({ name }) => name);
    expect(names.filter((name) => name === 'dropConnection')).toHaveLength(20);
    // The last three are on their way in other lanes.
    expect(names.findIndex((name) => reads.includes(name))).toBeGreaterThanOrEqual(17);
  });
});

describe('a sweep over 10,000 users of whom none has changed', () => {
  const manyUsers = async () => {
    const store = memoryStore();
    const users: RegisteredUser[] = [];
    // As an index answers: what is in memory would sort and search everything for each page.
    const listUsers: MemberStore['listUsers'] = async ({ limit, after }) => {
      const from = after === undefined ? 0 : users.findIndex(({ userId: id }) => id === after) + 1;
      const items = users.slice(from, from + limit);
      return from + limit < users.length ? { items, after: items.at(-1)?.userId } : { items };
    };
    const iot = { ...memoryIot(), listDevices: async () => [deviceId('web-1')] };
    const world = await openSweepWorld({ store: { ...store, listUsers }, iot });
    addScope(world, everyone, { grants: [grantOf(everyone, 'news/#')] });
    await world.clock.run(world.flows().applyScope(everyone));
    for (let index = 0; index < 10_000; index++) {
      const number = String(index).padStart(12, '0');
      const identityId = parsed(parseIdentityId(`us-east-1:00000000-0000-4000-8000-${number}`));
      const attached = [connect, parsed(everyonePolicy)];
      const devices = [{ ...device('web-1'), state: 'registered' as const }];
      users.push(
        user({ userId: userId(`user-${number}`), identityId, attached, devices, appliedGeneration: 1 }),
      );
      iot.attached.set(identityId, new Set(attached));
    }
    world.calls.length = 0;
    return world;
  };

  it('without a comparison due calls nothing', async () => {
    const world = await manyUsers();
    await world.sweepOnce();
    expect(world.calls).toEqual([]);
  });

  it('writes nothing, reads at half of the quota for half of its time, and in the end has read all', async () => {
    const world = await manyUsers();
    addDue(world, { task: 'compare' });
    let sweeps = 0;
    const seen = new Set<unknown>();
    do {
      const begun = world.clock.now();
      world.calls.length = 0;
      await world.sweepFor(1);
      sweeps++;
      expect(writes(world)).toEqual([]);
      expect(world.calls.length).toBeLessThanOrEqual(101);
      expect(Math.max(...world.calls.map(({ at }) => at)) - begun).toBeLessThan(25_000);
      for (const name of reads) {
        const at = world.calls.filter((call) => call.name === name).map((call) => call.at);
        const inOneSecond = at.map(
          (time) => at.filter((other) => other >= time && other < time + 1000).length,
        );
        expect(Math.max(0, ...inOneSecond)).toBeLessThanOrEqual(8);
      }
      for (const { name, args } of world.calls) if (name === 'listAttached') seen.add(args[0]);
    } while (seen.size < 10_000 && sweeps < 300);
    expect(seen.size).toBe(10_000);
    expect(sweeps).toBe(200);
    expect(world.drifts).toEqual([]);
    expect(dueKeys(world)).toEqual(['compare']);
  });
});
