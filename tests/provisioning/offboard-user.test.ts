import { describe, expect, it } from 'vitest';
import { group } from '../fakes/samples.ts';
import { auditOf, change, create, grant } from './administration.ts';
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
import { disagreements, openWorld, type World } from './world.ts';

const scopeOf = (world: World) => world.store.scopes.get('user/user-1');

describe('offboarding', () => {
  it('takes away devices, grants, attachments, policies and memberships; the audit and a tombstone stay', async () => {
    const world = await withAlice();
    await grant(world, 'group/b', 'allow publish b');
    await grant(world, 'user/user-1', 'allow publish u');
    await settle(world);
    const audited = world.store.audit.length;
    const [web, phone] = [clientOf(world), clientOf(world, 'phone-1')];
    const own = [...world.iot.policies.keys()].filter((name) => name.includes('-u-user-1-'));
    expect(own).toHaveLength(1);

    const answer = await world.flows().offboardUser({ ...by(world), reason: 'left' });
    expect(answer).toMatchObject({ ok: true, value: { user: { status: 'offboarded', groups: [] } } });
    expect(attachedTo(world)).toEqual(['attache-test-suspended']);
    expect(storedUser(world).devices).toEqual([]);
    expect([...world.store.grants.values()].filter(({ rule }) => rule.subject.kind === 'user')).toEqual([]);
    expect([...new Set(world.iot.dropped)].sort()).toEqual([web, phone].sort());
    expect([...world.iot.things.keys()]).toEqual([]);

    await settle(world);
    expect(scopeOf(world)).toBeUndefined();
    expect([...world.iot.policies.keys()].filter((name) => own.includes(name))).toEqual([]);
    expect([...(world.store.members.get('b') ?? [])]).toEqual([]);
    expect(attachedTo(world)).toEqual(['attache-test-suspended']);
    expect([...world.store.due.keys()]).toEqual([]);
    expect(world.store.audit.length).toBeGreaterThan(audited);
    expect(auditOf(world, 'user-offboarded')).toMatchObject([
      { actor: 'admin-1', reason: 'left', before: { status: 'active', groups: ['b'] } },
    ]);
    expect(auditOf(world, 'grants-changed').at(-1)).toMatchObject({
      actor: 'admin-1',
      subjects: ['user/user-1'],
      before: [{ topicFilter: 'u' }],
      after: [],
    });
    expect(disagreements(world.store, world.iot)).toEqual([]);
  });

  it('denies everything before anything is taken away', async () => {
    const world = await withAlice();
    await grant(world, 'user/user-1', 'allow publish u');
    const calls = await callsOf(world, (flows) => flows.offboardUser(by(world)));
    const first = calls.find((name) => /^(attach|detach|delete|drop)/.test(name));
    expect(first).toBe('attachPolicy');
    expect(calls.indexOf('changeUser')).toBeLessThan(calls.indexOf('attachPolicy'));
    expect(calls.indexOf('attachPolicy')).toBeLessThan(calls.indexOf('dropConnection'));
  });

  it('keeps every device from registering, with whatever token, until it is resumed', async () => {
    const world = await withAlice();
    await world.flows().offboardUser(by(world));
    const refused = { ok: false, fault: { kind: 'user-offboarded' } };
    expect(await register(world, { groups: ['b', 'c'], iat: world.time.now + 1000 })).toEqual(refused);
    await settle(world);
    expect(await register(world, { groups: ['b', 'c'] })).toEqual(refused);
    expect(storedUser(world).groups).toEqual([]);
    expect(await world.flows().resumeUser(by(world))).toMatchObject({ value: { state: 'applied' } });
    expect(await register(world)).toMatchObject({ ok: true, value: { outcome: 'created' } });
    expect(storedUser(world).groups).toEqual(['b']);
    await settle(world);
    expect(disagreements(world.store, world.iot)).toEqual([]);
    expect([...(world.store.members.get('b') ?? [])]).toEqual(['user-1']);
  });

  it('is told once and taken up where it stands, however often it is asked for', async () => {
    const world = await withAlice();
    for (let times = 0; times < 3; times++) await world.flows().offboardUser(by(world));
    expect(auditOf(world, 'user-offboarded')).toHaveLength(1);
    await settle(world);
    expect([...world.store.due.keys()]).toEqual([]);
    expect(attachedTo(world)).toEqual(['attache-test-suspended']);
  });

  it('leaves a tombstone of somebody who has never registered', async () => {
    const world = await openWorld();
    addToPool(world, 'user-1');
    await grant(world, 'user/user-1', 'allow publish u');
    expect(await world.flows().offboardUser(by(world))).toMatchObject({ ok: true });
    await settle(world);
    expect(storedUser(world)).toMatchObject({ status: 'offboarded' });
    expect(scopeOf(world)).toBeUndefined();
    expect(await register(world)).toMatchObject({ fault: { kind: 'user-offboarded' } });
  });

  it('leaves a tombstone even of somebody unknown, where the user pool has deleted it', async () => {
    const world = await openWorld();
    expect(
      await world.flows().offboardUser({ ...by(world), actor: 'system', unknown: 'recorded' }),
    ).toMatchObject({ ok: true, value: { state: 'applied' } });
    expect(await register(world)).toMatchObject({ fault: { kind: 'user-offboarded' } });
  });

  it('revokes more grants than fit one transaction', async () => {
    const world = await withAlice();
    for (let from = 0; from < 200; from += 20) {
      // All but the last have ended: so many do not fit the documents at once.
      world.time.now += 2;
      const expiresAt = world.time.now + 1;
      await change(
        world,
        Array.from({ length: 20 }, (_, n) =>
          create('user/user-1', `allow publish g/${from + n}`, { expiresAt }),
        ),
      );
    }
    const sizes: number[] = [];
    const changeScopes = world.store.changeScopes;
    Object.assign(world.store, {
      changeScopes: (change: Parameters<typeof changeScopes>[0]) => {
        sizes.push(change.removals.length);
        return changeScopes(change);
      },
    });
    expect(world.store.grants.size).toBeGreaterThan(190);
    await world.flows().offboardUser(by(world));
    expect(sizes).toEqual([80, 80, 40]);
    expect([...world.store.grants.values()].filter(({ rule }) => rule.subject.kind === 'user')).toEqual([]);
    await settle(world);
    expect(scopeOf(world)).toBeUndefined();
  });

  it('takes away more devices than fit one transaction', async () => {
    const world = await withAlice();
    for (let n = 0; n < 60; n++) await register(world, { device: `d-${n}` });
    expect(storedUser(world).devices).toHaveLength(62);
    await world.flows().offboardUser(by(world));
    await settle(world);
    expect(storedUser(world).devices).toEqual([]);
    expect(disagreements(world.store, world.iot)).toEqual([]);
  });

  it('begins nothing any more of somebody who has been resumed before it was finished', async () => {
    const world = await withAlice();
    await grant(world, 'user/user-1', 'allow publish u');
    const down = world.flows(({ name }, run) =>
      ['readScopes', 'attachPolicy'].includes(name) ? Promise.reject(new Error('down')) : run(),
    );
    expect(await down.offboardUser(by(world))).toMatchObject({ value: { state: 'pending' } });
    await world.flows().resumeUser(by(world));
    await settle(world);
    expect(scopeOf(world)).toMatchObject({ state: 'active', grants: [{}] });
    expect([...(world.store.members.get(group('b')) ?? [])]).toEqual([alice]);
    expect(disagreements(world.store, world.iot)).toEqual([]);
  });
});
