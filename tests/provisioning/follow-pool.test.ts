import { describe, expect, it } from 'vitest';
import { propagationMs } from '../../src/domain/scope.ts';
import type { Hint } from '../../src/provisioning/follow-pool.ts';
import { group } from '../fakes/samples.ts';
import { auditOf, grant } from './administration.ts';
import { callsOf, faults, withFault } from './faults.ts';
import {
  addToPool,
  alice,
  attachedTo,
  clientOf,
  register,
  settle,
  storedUser,
  withAlice,
} from './user-life.ts';
import { disagreements, openWorld, type World } from './world.ts';

const hint = (kind: Hint['kind'], hintId = 'event-1'): Hint => ({
  kind,
  userId: alice,
  hintId,
  requestId: 'request-e',
});
const denial = 'attache-test-suspended';

/** As an administrator leaves user-1 in the pool, some time later. */
const administer = (world: World, how: { groups?: readonly string[]; enabled?: boolean } | 'deleted') => {
  world.time.now += 60_000;
  world.pool.members.clear();
  if (how === 'deleted') world.pool.users.clear();
  else addToPool(world, 'user-1', { groups: ['b'], ...how });
};

describe('a hint of the user pool', () => {
  it('that changed nothing changes nothing, but how late the user is known', async () => {
    const world = await withAlice();
    world.time.now += 60_000;
    const before = storedUser(world);
    const calls = await callsOf(world, (flows) => flows.followPool(hint('groups-changed')));
    expect(calls).toEqual(['findByUserId', 'groupsOf', 'confirmUser']);
    expect(storedUser(world)).toEqual({ ...before, groupsAsOf: world.time.now });
  });

  it('of groups makes them what the pool says now, and no token from before counts', async () => {
    const world = await withAlice();
    await grant(world, 'group/c', 'allow publish c');
    const issuedAt = world.time.now + 1;
    administer(world, { groups: ['c'] });
    await world.flows().followPool(hint('groups-changed'));
    expect(storedUser(world)).toMatchObject({ groups: ['c'], groupsAsOf: world.time.now });
    expect(attachedTo(world).filter((name) => name.includes('-g-'))).toEqual([
      expect.stringContaining('-g-c-'),
    ]);
    await register(world, { groups: ['b'], iat: issuedAt });
    expect(storedUser(world).groups).toEqual(['c']);
  });

  it('of a disabled user denies everything and ends its sessions, now and when that is effective', async () => {
    const world = await withAlice();
    administer(world, { enabled: false });
    await world.flows().followPool(hint('disabled'));
    expect(storedUser(world)).toMatchObject({ disabled: true, status: 'active' });
    expect(attachedTo(world)).toContain(denial);
    expect(world.iot.dropped.toSorted()).toEqual([clientOf(world, 'phone-1'), clientOf(world)]);
    expect(await register(world)).toMatchObject({ fault: { kind: 'user-suspended' } });
    world.time.now += propagationMs;
    await world.flows().sweep();
    expect(world.iot.dropped).toHaveLength(4);
    expect(auditOf(world, 'user-disabled')).toMatchObject([
      { actor: 'system', subjects: ['user/user-1'], before: { disabled: false }, after: { disabled: true } },
    ]);
  });

  it('of an enabled user lifts what the pool had put on it, and only that', async () => {
    const world = await withAlice();
    administer(world, { enabled: false });
    await world.flows().followPool(hint('disabled'));
    administer(world, { enabled: true });
    await world.flows().followPool(hint('enabled'));
    expect(attachedTo(world)).not.toContain(denial);
    expect(await register(world, { iat: world.time.now })).toMatchObject({ ok: true });
    const by = { userId: alice, actor: 'system' as const, requestId: 'r', now: world.time.now };
    await world.flows().suspendUser(by);
    administer(world, { enabled: true });
    await world.flows().followPool(hint('enabled'));
    expect(attachedTo(world)).toContain(denial);
  });

  it('of a user who has never registered is remembered: it cannot register with a token from before', async () => {
    const world = await openWorld();
    addToPool(world, 'user-1', { enabled: false });
    await world.flows().followPool(hint('disabled'));
    expect(storedUser(world)).toMatchObject({ disabled: true, devices: [] });
    expect(await register(world, { iat: world.time.now + 1 })).toMatchObject({
      fault: { kind: 'user-suspended' },
    });
  });

  it('of a user who was signed out ends its sessions, once for each time it was', async () => {
    const world = await withAlice();
    const flow = () => world.flows().followPool(hint('signed-out'));
    await Promise.all([flow(), flow(), flow()]);
    expect(new Set(world.iot.dropped)).toEqual(new Set([clientOf(world), clientOf(world, 'phone-1')]));
    const dueKeys = [...world.store.due.keys()];
    expect(dueKeys).toEqual([
      expect.stringMatching(/^disconnect\/.*\/event-1$/),
      expect.stringMatching(/^disconnect\/.*\/event-1$/),
    ]);
    world.iot.dropped.length = 0;
    world.time.now += propagationMs;
    await world.flows().sweep();
    expect(world.iot.dropped).toHaveLength(2);
    expect(storedUser(world).status).toBe('active');
  });

  it('of a user who was signed out is due, by itself, while its sessions cannot be ended', async () => {
    const world = await withAlice();
    const failing = world.flows(({ name }, run) =>
      name === 'dropConnection' ? Promise.reject(new Error('throttled')) : run(),
    );
    await expect(failing.followPool(hint('signed-out'))).rejects.toThrow('throttled');
    expect([...world.store.due.keys()]).toContain('drop-sessions/user/user-1/event-1');
    world.time.now += 60_000;
    await world.flows().sweep();
    expect(new Set(world.iot.dropped)).toEqual(new Set([clientOf(world), clientOf(world, 'phone-1')]));
  });

  it('of a user who was deleted comes again when that cannot be stored', async () => {
    const world = await withAlice();
    administer(world, 'deleted');
    const busy = world.flows(({ name }, run) =>
      name === 'changeUser' ? Promise.resolve('conflict') : run(),
    );
    await expect(busy.followPool(hint('deleted'))).rejects.toThrow('temporarily-unavailable');
    expect(storedUser(world).status).toBe('active');
  });

  it('of a user who was deleted takes everything away', async () => {
    const world = await withAlice();
    administer(world, 'deleted');
    await world.flows().followPool(hint('deleted'));
    await settle(world);
    expect(storedUser(world)).toMatchObject({ status: 'offboarded', devices: [], groups: [] });
    expect(attachedTo(world)).toEqual([denial]);
    expect(await register(world)).toMatchObject({ fault: { kind: 'user-offboarded' } });
  });

  it('of somebody deleted whom nobody knew leaves a tombstone', async () => {
    const world = await openWorld();
    await world.flows().followPool(hint('deleted'));
    expect(await register(world)).toMatchObject({ fault: { kind: 'user-offboarded' } });
  });

  it.each(['disabled', 'enabled', 'signed-out', 'groups-changed'] as const)(
    'that is %s, of a user who is not found, takes nothing away: the search may lag behind',
    async (kind) => {
      const world = await withAlice();
      const before = storedUser(world);
      administer(world, 'deleted');
      await world.flows().followPool(hint(kind));
      expect(storedUser(world)).toEqual(before);
    },
  );

  it('that says deleted, of a user who is there, follows what is there', async () => {
    const world = await withAlice();
    administer(world, { groups: [] });
    await world.flows().followPool(hint('deleted'));
    expect(storedUser(world)).toMatchObject({ status: 'active', groups: [] });
  });

  it('that is offboarded by an administrator leaves it offboarded, in whatever groups it is', async () => {
    const world = await withAlice();
    const by = { userId: alice, actor: 'system' as const, requestId: 'r', now: world.time.now };
    await world.flows().offboardUser(by);
    await settle(world);
    const before = storedUser(world);
    administer(world, { groups: ['a', 'b'] });
    await world.flows().followPool(hint('groups-changed'));
    expect(storedUser(world)).toEqual(before);
  });

  it('that nothing answers is thrown, to come again', async () => {
    const world = await withAlice();
    const failing = world.flows(({ name }, run) =>
      name === 'findByUserId' ? Promise.reject(new Error('throttled')) : run(),
    );
    await expect(failing.followPool(hint('groups-changed'))).rejects.toThrow('throttled');
  });
});

describe('hints in no order', () => {
  it('of one that read before and one that read after end as the pool is', async () => {
    const world = await withAlice();
    administer(world, { enabled: false, groups: ['c'] });
    // What it has read is an old story when it comes to compare.
    const slow = world.flows(async ({ name }, run) => {
      const answer = await run();
      if (name === 'groupsOf' && world.pool.users.get('user-1@example.com')?.enabled === false) {
        administer(world, { enabled: true, groups: ['b'] });
        await world.flows().followPool(hint('enabled', 'event-2'));
      }
      return answer;
    });
    await slow.followPool(hint('disabled'));
    expect(storedUser(world)).toMatchObject({ disabled: false, groups: ['b'] });
    expect(attachedTo(world)).not.toContain(denial);
  });

  it.each(['disabled', 'groups-changed', 'deleted'] as const)(
    'of %s, three times at once, are harmless',
    async (kind) => {
      const world = await withAlice();
      administer(world, kind === 'deleted' ? kind : { enabled: kind !== 'disabled', groups: ['c'] });
      await Promise.all([1, 2, 3].map(() => world.flows().followPool(hint(kind))));
      await settle(world);
      const changes = world.store.audit.filter(({ requestId }) => requestId === 'request-e');
      expect(changes).toHaveLength(1);
      expect(storedUser(world).groups).toEqual(kind === 'deleted' ? [] : [group('c')]);
      expect(disagreements(world.store, world.iot)).toEqual([]);
      expect([...world.store.due.keys()]).toEqual([]);
    },
  );
});

describe('a hint that is cut off at any call', () => {
  it.each([
    ['disabled', { enabled: false, groups: ['c'] }],
    ['groups-changed', { groups: ['c'] }],
    ['signed-out', {}],
    ['deleted', 'deleted'],
  ] as const)('and comes again: of %s, ends as the pool is, its sessions ended twice', async (kind, how) => {
    const prepared = async () => {
      const world = await withAlice();
      administer(world, how);
      return world;
    };
    const { length } = await callsOf(await prepared(), (flows) => flows.followPool(hint(kind)));
    for (let at = 0; at < length; at++) {
      for (const [what, fault] of faults) {
        const world = await prepared();
        await withFault(world, at, fault, (flows) => flows.followPool(hint(kind)));
        await world
          .flows()
          .followPool(hint(kind))
          .catch(() => undefined);
        await settle(world);
        await world.flows().followPool(hint(kind));
        await settle(world);
        const where = `${kind}, call ${at}, ${what}`;
        expect(disagreements(world.store, world.iot), where).toEqual([]);
        expect([...world.store.due.keys()], where).toEqual([]);
        const ends = world.iot.dropped.filter((clientId) => clientId.endsWith(':web-1')).length;
        expect(ends >= 2, where).toBe(kind !== 'groups-changed');
      }
    }
  });
});
