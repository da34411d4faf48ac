// What the flows rely on, of the store in memory and of the table: one suite for both.
import { beforeEach, describe, expect, it } from 'vitest';
import { thingNameOf } from '../../src/domain/identifiers.ts';
import { parsePolicyName } from '../../src/domain/policy-name.ts';
import { everyone } from '../../src/domain/subject.ts';
import type { Store } from '../fakes/memory-store.ts';
import {
  auditEvent,
  device,
  deviceId,
  everyoneScope,
  founding,
  group,
  identityId,
  now,
  parsed,
  storeGroups,
  user,
  userId,
} from '../fakes/samples.ts';
import { bothStores, type Opened } from './open-store.ts';

const connect = parsed(parsePolicyName('attache-test-connect'));
const lease = (owner: string, at = now) => ({ owner, now: at, until: at + 1000 });
const uid = userId('user-1');

describe.each(bothStores())('the store %s', (_where, open) => {
  let opened: Opened;
  let store: Opened['store'];
  beforeEach(async () => {
    opened = await open();
    store = opened.store;
  });

  const read = async () => (await store.readProvisioning({ userId: uid, groups: [] })).user;
  const intend = (given: Partial<Parameters<Store['intendRegistration']>[0]> = {}) =>
    store.intendRegistration({
      user: user(),
      device: device(),
      of: 'new-user',
      attempt: 'attempt-1',
      deviceLimit: 3,
      dueAt: now + 1,
      audit: auditEvent({ action: 'device-registered' }),
      ...given,
    });
  const complete = (generation = 1, id = 'web-1') =>
    store.completeRegistration({
      userId: uid,
      deviceId: deviceId(id),
      attempt: 'attempt-1',
      generation,
      attached: [connect],
      effectiveBy: 9,
    });

  it('knows nothing at first', async () => {
    expect(await store.readProvisioning({ userId: uid, groups: [group('a')] })).toEqual({ scopes: [] });
  });

  it('reads what decides about a user, of 100 groups too', async () => {
    const groups = Array.from({ length: 100 }, (_, index) => group(`group-${index}`));
    const subject = { kind: 'group' as const, group: group('group-99') };
    await store.changeScopes(founding(everyoneScope()));
    await store.changeScopes(founding({ ...everyoneScope(), subject, grants: [] }));
    await store.saveEndpoint('endpoint.example');
    await intend();
    const found = await store.readProvisioning({ userId: uid, groups });
    expect(found.endpoint).toBe('endpoint.example');
    expect(found.user).toEqual(user({ devices: [device()] }));
    const { applied: _, ...summary } = everyoneScope();
    expect(found.scopes).toContainEqual(summary);
    expect(found.scopes).toHaveLength(2);
  });

  it('founds a scope once', async () => {
    expect(await store.changeScopes(founding(everyoneScope()))).toBe('stored');
    expect(await store.changeScopes(founding(everyoneScope({ documents: 3 })))).toBe('conflict');
    expect((await store.readProvisioning({ userId: uid, groups: [] })).scopes[0]?.documents).toBe(1);
    expect((await opened.traces()).audit).toEqual(['scope-founded']);
  });

  it('takes an intent once, with its due item and audit event', async () => {
    const outcomes = await Promise.all([intend(), intend(), intend()]);
    expect(outcomes.toSorted()).toEqual(['conflict', 'conflict', 'stored']);
    expect(await opened.traces()).toEqual({
      due: ['finish-registration/user-1/web-1/attempt-1'],
      audit: ['device-registered'],
    });
  });

  it('adds devices up to the limit, one name once', async () => {
    await intend();
    const add = (id: string) => intend({ of: 'new-device', device: device(id) });
    expect(await add('web-1')).toBe('conflict');
    expect(
      (await Promise.all(['a', 'b', 'c', 'd'].map(add))).filter((outcome) => outcome === 'stored'),
    ).toHaveLength(2);
    expect((await read())?.devices).toHaveLength(3);
  });

  it('takes no intent on another generation than the one read', async () => {
    await intend();
    await storeGroups(store, uid, [group('a')]);
    expect(await intend({ of: 'new-device', device: device('web-2') })).toBe('conflict');
  });

  it('keeps devices whose IDs are names of an object’s members', async () => {
    await intend({ device: device('__proto__') });
    await intend({ of: 'new-device', device: device('constructor') });
    expect((await read())?.devices.map((each) => each.deviceId).toSorted()).toEqual([
      '__proto__',
      'constructor',
    ]);
  });

  it('takes up a registration that is under way, with a due item of each attempt’s own and no second audit event', async () => {
    const resume = (attempt: string) => intend({ of: 'registering-device', attempt });
    expect(await resume('attempt-2')).toBe('conflict');
    await intend();
    expect(await resume('attempt-2')).toBe('stored');
    await complete();
    expect(await resume('attempt-3')).toBe('conflict');
    expect(await opened.traces()).toEqual({
      due: ['finish-registration/user-1/web-1/attempt-2'],
      audit: ['device-registered'],
    });
  });

  it('completes a registration and forgets that it was due', async () => {
    await intend();
    expect(await complete()).toBe('stored');
    expect(await read()).toMatchObject({
      devices: [{ deviceId: 'web-1', state: 'registered' }],
      attached: ['attache-test-connect'],
      appliedGeneration: 1,
      effectiveBy: 9,
    });
    expect((await opened.traces()).due).toEqual([]);
    expect(await complete()).toBe('conflict');
  });

  it('completes no registration of a user who has changed, of a device that is gone or being removed', async () => {
    await intend();
    expect(await complete(2)).toBe('conflict');
    expect(await complete(1, 'web-2')).toBe('conflict');
    await store.intendRemoval({ userId: uid, deviceId: deviceId('web-1'), dueAt: now, audit: auditEvent() });
    expect(await complete()).toBe('conflict');
    expect((await opened.traces()).due).toContain('finish-registration/user-1/web-1/attempt-1');
  });

  it('intends to remove a device that is registering still, when asked for no other', async () => {
    const intent = () =>
      store.intendRemoval({
        of: 'registering-device',
        userId: uid,
        deviceId: deviceId('web-1'),
        dueAt: now,
        audit: auditEvent({ action: 'device-removed' }),
      });
    expect(await intent()).toBe('conflict');
    await intend();
    expect(await intent()).toBe('stored');
    expect(await intent()).toBe('conflict');
    expect((await read())?.devices).toMatchObject([{ state: 'removing' }]);
  });

  it('intends to remove no device that has been registered meanwhile', async () => {
    await intend();
    await complete();
    const removal = { userId: uid, deviceId: deviceId('web-1'), dueAt: now, audit: auditEvent() };
    expect(await store.intendRemoval({ of: 'registering-device', ...removal })).toBe('conflict');
    expect((await read())?.devices).toMatchObject([{ state: 'registered' }]);
    expect((await opened.traces()).due).toEqual([]);
  });

  it('removes a device in two steps and leaves its session to be dropped again', async () => {
    const removal = { userId: uid, deviceId: deviceId('web-1') };
    const intent = () =>
      store.intendRemoval({ ...removal, dueAt: now, audit: auditEvent({ action: 'device-removed' }) });
    expect(await intent()).toBe('conflict');
    await intend();
    await complete();
    expect(await Promise.all([intent(), intent()])).toContain('conflict');
    expect((await read())?.devices).toMatchObject([{ state: 'removing' }]);
    expect((await opened.traces()).due).toEqual(['finish-removal/user-1/web-1']);
    const clientId = thingNameOf(user().identityId, deviceId('web-1'));
    await store.completeRemoval({ ...removal, clientId, disconnectAt: now + 5 });
    await store.completeRemoval({ ...removal, clientId, disconnectAt: now + 5 });
    expect((await read())?.devices).toEqual([]);
    expect(await opened.traces()).toEqual({
      due: [`disconnect/${clientId}/${now + 5}`],
      audit: ['device-registered', 'device-removed'],
    });
  });

  it('changes a user by the generation that was read, its devices to be removed with it', async () => {
    await intend();
    const { status, disabled } = user();
    const content = {
      userId: uid,
      status,
      disabled,
      groups: [group('new')],
      groupsAsOf: now + 1,
      blocked: [],
    };
    const change = { user: content, removing: [deviceId('web-1')], due: [], audit: auditEvent() };
    expect(await store.changeUser({ ...change, was: 2 })).toBe('conflict');
    expect(await store.changeUser({ ...change, was: 1, removing: [deviceId('unknown')] })).toBe('conflict');
    expect(await store.changeUser({ ...change, was: 1 })).toBe('stored');
    expect(await read()).toMatchObject({
      groups: ['new'],
      groupsAsOf: now + 1,
      generation: 2,
      devices: [{ deviceId: 'web-1', state: 'removing' }],
    });
  });

  describe('of a user’s groups', () => {
    const [a, b] = [group('a'), group('b')];
    const confirm = (groupsAsOf: number, groups = [a, b], disabled?: boolean) =>
      store.confirmUser({ userId: uid, groups, groupsAsOf, ...(disabled !== undefined && { disabled }) });
    beforeEach(async () => {
      await intend({ user: user({ groups: [a, b] }) });
    });

    it('confirms that they are what they were, in any order, and nothing else changes', async () => {
      const before = await read();
      expect(await confirm(now + 5)).toBe('stored');
      expect(await confirm(now + 7, [b, a], false)).toBe('stored');
      expect(await read()).toEqual({ ...before, groupsAsOf: now + 7 });
    });

    it.each([
      ['one is missing', [a]],
      ['one is more', [a, b, group('c')]],
      ['one is another', [a, group('c')]],
      ['one is in capitals', [a, group('B')]],
      ['there is none', []],
    ])('confirms nothing when %s', async (_what, groups) => {
      expect(await confirm(now + 5, groups)).toBe('conflict');
      expect((await read())?.groupsAsOf).toBe(now);
    });

    it('confirms nothing of a user who is disabled here alone, nor of nobody, nor what is known later', async () => {
      expect(await confirm(now + 5, [a, b], true)).toBe('conflict');
      expect(await confirm(now)).toBe('conflict');
      expect(await confirm(now - 1)).toBe('conflict');
      const nobody = userId('nobody');
      expect(await store.confirmUser({ userId: nobody, groups: [], groupsAsOf: now })).toBe('conflict');
      expect((await store.readProvisioning({ userId: nobody, groups: [] })).user).toBeUndefined();
    });

    it('confirms that there are none, and a hundred', async () => {
      const many = Array.from({ length: 100 }, (_, index) => group(`group-${index}`));
      for (const [index, groups] of [[], many].entries()) {
        await storeGroups(store, uid, groups);
        expect(await confirm(now + 100 * (index + 1), groups)).toBe('stored');
      }
    });

    it('never goes back behind what was confirmed meanwhile', async () => {
      const { userId: id, status, disabled, groups, groupsAsOf, blocked } = user({ groups: [a, b] });
      const change = { user: { userId: id, status, disabled, groups, groupsAsOf, blocked }, was: 1 };
      const work = { removing: [], due: [], audit: auditEvent() };
      await confirm(now + 5);
      expect(await store.changeUser({ ...change, ...work })).toBe('conflict');
      const later = { ...change, user: { ...change.user, groupsAsOf: now + 5 } };
      expect(await store.changeUser({ ...later, ...work })).toBe('stored');
      expect(await read()).toMatchObject({ groupsAsOf: now + 5, generation: 2 });
    });
  });

  it('makes a user who has not registered yet, once, and takes its identity with the first device', async () => {
    const { userId: id, status, disabled, groups, groupsAsOf } = user();
    const content = { userId: id, status, disabled, groups, groupsAsOf, blocked: [deviceId('web-9')] };
    const made = { user: content, removing: [], due: [] };
    expect(await store.changeUser({ ...made, audit: auditEvent() })).toBe('stored');
    expect(await store.changeUser({ ...made, audit: auditEvent() })).toBe('conflict');
    expect((await read())?.identityId).toBeUndefined();
    expect(await intend({ of: 'new-device' })).toBe('stored');
    expect(await read()).toMatchObject({ identityId, blocked: ['web-9'], devices: [{ deviceId: 'web-1' }] });
    expect(await store.findUserOf(identityId)).toBe(id);
  });

  it('leases a user to one at a time, until the lease ends', async () => {
    expect(await store.leaseUser(uid, lease('a'))).toEqual({ refused: 'missing' });
    await intend();
    await complete();
    expect(await store.leaseUser(uid, lease('a'))).toMatchObject({
      leased: { userId: 'user-1' },
      certain: true,
    });
    expect(await store.leaseUser(uid, lease('b'))).toEqual({ refused: 'held' });
    expect(await store.leaseUser(uid, lease('b', now + 1001))).toMatchObject({ certain: false });
  });

  it('trusts no record while a registration is under way', async () => {
    await intend();
    expect(await store.leaseUser(uid, lease('a'))).toMatchObject({ certain: false });
  });

  it('distrusts the record after a lease that was given back without one', async () => {
    await store.changeScopes(founding(everyoneScope()));
    expect(await store.leaseScope(everyone, lease('a'))).toMatchObject({ certain: true });
    await store.releaseScope(everyone, 'b');
    expect(await store.leaseScope(everyone, lease('b'))).toEqual({ refused: 'held' });
    await store.releaseScope(everyone, 'a');
    expect(await store.leaseScope(everyone, lease('b'))).toMatchObject({ certain: false });
  });

  it('records what was applied by its lease’s owner for the generation it read, and gives the lease back', async () => {
    await store.changeScopes(founding(everyoneScope()));
    const applied = [{ name: connect, text: '{}', versions: ['1'] }];
    const record = (owner: string, generation: number) =>
      store.recordScope({ subject: everyone, owner, generation, applied, effectiveBy: 7 });
    expect(await record('a', 1)).toBe('conflict');
    await store.leaseScope(everyone, lease('a'));
    expect(await record('b', 1)).toBe('conflict');
    expect(await record('a', 2)).toBe('conflict');
    expect(await record('a', 1)).toBe('stored');
    expect(await store.leaseScope(everyone, lease('b'))).toMatchObject({
      leased: { appliedGeneration: 1, applied, effectiveBy: 7 },
      certain: true,
    });
  });

  it('records a user’s attachments likewise', async () => {
    await intend();
    await complete();
    await store.leaseUser(uid, lease('a'));
    const record = { userId: uid, owner: 'a', generation: 1, attached: [], effectiveBy: 3 };
    expect(await store.recordUser(record)).toBe('stored');
    expect(await store.recordUser(record)).toBe('conflict');
    expect(await read()).toMatchObject({ attached: [], effectiveBy: 3 });
    await store.leaseUser(uid, lease('c'));
    await store.releaseUser(uid, 'c');
    expect(await store.leaseUser(uid, lease('d'))).toMatchObject({ certain: false });
  });
});
