import { describe, expect, it } from 'vitest';
import { propagationMs } from '../../src/domain/scope.ts';
import { statusOf } from '../../src/domain/user.ts';
import { group, userId } from '../fakes/samples.ts';
import { auditOf, grant } from './administration.ts';
import { callsOf } from './faults.ts';
import {
  addToPool,
  alice,
  attachedTo,
  by,
  clientOf,
  register,
  settle,
  storedUser,
  withAlice,
} from './user-life.ts';
import { disagreements, openWorld } from './world.ts';

describe('suspending', () => {
  it('attaches the denial before it drops the sessions', async () => {
    const world = await withAlice();
    const calls = await callsOf(world, (flows) => flows.suspendUser(by(world)));
    const made = calls.filter((name) => ['changeUser', 'attachPolicy', 'dropConnection'].includes(name));
    expect(made).toEqual(['changeUser', 'attachPolicy', 'dropConnection', 'dropConnection']);
    expect(attachedTo(world)).toContain('attache-test-suspended');
    expect(world.iot.dropped.toSorted()).toEqual([clientOf(world, 'phone-1'), clientOf(world)]);
  });

  it('drops the sessions once more when it is effective everywhere', async () => {
    const world = await withAlice();
    await world.flows().suspendUser(by(world));
    world.time.now += propagationMs - 1;
    await world.flows().sweep();
    expect(world.iot.dropped).toHaveLength(2);
    world.time.now += 1;
    await world.flows().sweep();
    expect(world.iot.dropped).toHaveLength(4);
    expect([...world.store.due.keys()]).toEqual([]);
  });

  it('is said with its reason, once', async () => {
    const world = await withAlice();
    const request = { ...by(world), reason: 'INC-1' };
    const first = await world.flows().suspendUser(request);
    const second = await world.flows().suspendUser(request);
    expect([first, second]).toMatchObject([
      { ok: true, value: { state: 'applied', user: { status: 'suspended' } } },
      { ok: true, value: { state: 'applied', user: { status: 'suspended' } } },
    ]);
    expect(auditOf(world, 'user-suspended')).toMatchObject([
      { actor: 'admin-1', reason: 'INC-1', subjects: ['user/user-1'], before: { status: 'active' } },
    ]);
  });

  it('keeps every device from registering, known or new, whatever the token says', async () => {
    const world = await withAlice();
    await world.flows().suspendUser(by(world));
    for (const device of ['web-1', 'web-2']) {
      const answer = await register(world, { device, groups: ['x'], iat: world.time.now + 60_000 });
      expect(answer).toEqual({ ok: false, fault: { kind: 'user-suspended' } });
    }
    expect(storedUser(world).devices).toHaveLength(2);
  });

  it('suspends somebody who has never registered: neither can the first device', async () => {
    const world = await openWorld();
    addToPool(world, 'user-9');
    const answer = await world.flows().suspendUser(by(world, 'user-9'));
    expect(answer).toMatchObject({ ok: true, value: { state: 'applied' } });
    expect(storedUser(world, 'user-9')).toMatchObject({ status: 'suspended', devices: [] });
    expect(await register(world, { name: 'user-9' })).toEqual({
      ok: false,
      fault: { kind: 'user-suspended' },
    });
  });

  it('refuses somebody whom neither the table nor the user pool knows', async () => {
    const world = await openWorld();
    for (const flow of ['suspendUser', 'resumeUser', 'offboardUser'] as const) {
      expect(await world.flows()[flow](by(world, 'nobody'))).toEqual({
        ok: false,
        fault: { kind: 'user-not-found', userId: userId('nobody') },
      });
    }
    expect(world.store.users.size).toBe(0);
    expect(world.store.audit).toEqual([]);
  });

  it('answers pending while nothing can be attached, and drops sessions again when it could', async () => {
    const world = await withAlice();
    const answer = await world
      .flows(({ name }, run) => (name === 'attachPolicy' ? Promise.reject(new Error('throttled')) : run()))
      .suspendUser(by(world));
    expect(answer).toMatchObject({ ok: true, value: { state: 'pending', user: { status: 'suspended' } } });
    const dropped = world.iot.dropped.length;
    await settle(world, 2);
    expect(attachedTo(world)).toContain('attache-test-suspended');
    expect(world.iot.dropped.length).toBeGreaterThan(dropped);
    await settle(world);
    expect(disagreements(world.store, world.iot)).toEqual([]);
  });

  it('drops sessions as long as their user has not been applied, and once more after that', async () => {
    const world = await withAlice();
    const throttled = world.flows(({ name }, run) =>
      name === 'attachPolicy' ? Promise.reject(new Error('throttled')) : run(),
    );
    await throttled.suspendUser(by(world));
    for (let minute = 0; minute < 10; minute++) {
      world.time.now += 60_000;
      const before = world.iot.dropped.length;
      await throttled.sweep();
      expect(world.iot.dropped.length).toBeGreaterThan(before);
    }
    await settle(world, 3);
    const since = world.time.now;
    const due = [...world.store.due.values()].filter(({ work }) => work.task === 'disconnect');
    expect(due).toHaveLength(2);
    for (const { dueAt } of due) expect(dueAt).toBeGreaterThan(since + propagationMs - 3 * 60_000);
  });

  it('does not bring an offboarded user nearer to being resumed', async () => {
    const world = await withAlice();
    await world.flows().offboardUser(by(world));
    expect(await world.flows().suspendUser(by(world))).toMatchObject({
      value: { user: { status: 'offboarded' } },
    });
  });
});

describe('resuming', () => {
  it('brings back what is granted now, in the groups that the user pool says', async () => {
    const world = await withAlice();
    await grant(world, 'group/b', 'allow publish b');
    await grant(world, 'group/c', 'allow publish c');
    await settle(world);
    const before = attachedTo(world);
    await world.flows().suspendUser(by(world));
    world.pool.members.get(group('b'))?.clear();
    world.pool.members.set(group('c'), new Set(['user-1@example.com']));
    const answer = await world.flows().resumeUser(by(world));
    expect(answer).toMatchObject({ ok: true, value: { state: 'applied', user: { status: 'active' } } });
    const after = attachedTo(world);
    expect(after).toHaveLength(before.length);
    expect(after.filter((name) => name.includes('-g-b-'))).toEqual([]);
    expect(after.filter((name) => name.includes('-g-c-'))).toHaveLength(1);
    expect(disagreements(world.store, world.iot)).toEqual([]);
    expect(storedUser(world)).toMatchObject({ groups: ['c'], groupsAsOf: world.time.now });
    expect(await register(world)).toMatchObject({ ok: true, value: { outcome: 'known' } });
  });

  it('leaves somebody suspended whom the user pool has disabled', async () => {
    const world = await withAlice();
    await world.flows().suspendUser(by(world));
    addToPool(world, 'user-1', { enabled: false });
    const answer = await world.flows().resumeUser(by(world));
    if (!answer.ok) throw new Error(answer.fault.kind);
    expect(statusOf(answer.value.user)).toBe('suspended');
    expect(attachedTo(world)).toContain('attache-test-suspended');
  });

  it('refuses somebody whom the user pool has not any more', async () => {
    const world = await withAlice();
    await world.flows().suspendUser(by(world));
    world.pool.users.clear();
    expect(await world.flows().resumeUser(by(world))).toEqual({
      ok: false,
      fault: { kind: 'user-not-in-pool', userId: alice },
    });
    expect(storedUser(world).status).toBe('suspended');
  });

  it('changes nothing of somebody who is active, and tells nobody', async () => {
    const world = await withAlice();
    const before = storedUser(world).generation;
    expect(await world.flows().resumeUser(by(world))).toMatchObject({ value: { state: 'applied' } });
    expect(storedUser(world).generation).toBe(before);
    expect(auditOf(world, 'user-resumed')).toEqual([]);
  });
});

describe('disconnecting', () => {
  it('drops every session, changes no attachment and signs nobody out', async () => {
    const world = await withAlice();
    const before = attachedTo(world);
    const answer = await world.flows().disconnectUser({ ...by(world), signIn: 'kept' });
    expect(answer).toMatchObject({ ok: true, value: { state: 'applied', user: { status: 'active' } } });
    expect(world.iot.dropped).toHaveLength(2);
    expect(attachedTo(world)).toEqual(before);
    expect([...world.pool.signedIn]).toEqual(['user-1@example.com']);
    await settle(world);
    expect(world.iot.dropped).toHaveLength(4);
    expect(auditOf(world, 'user-disconnected')).toMatchObject([{ after: { signOut: false } }]);
  });

  it('revokes the refresh tokens where it is asked to', async () => {
    const world = await withAlice();
    await world.flows().disconnectUser({ ...by(world), signIn: 'ended' });
    expect([...world.pool.signedIn]).toEqual([]);
  });

  it('ends the sessions even when the user pool does not answer, and says so', async () => {
    const world = await withAlice();
    const flows = world.flows(({ name }, run) =>
      name === 'signOut' ? Promise.reject(new Error('down')) : run(),
    );
    await expect(flows.disconnectUser({ ...by(world), signIn: 'ended' })).rejects.toThrow('down');
    expect(world.iot.dropped).toHaveLength(2);
  });
});
