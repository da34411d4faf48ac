// What comes between the steps of a decision about a user.
import { describe, expect, it } from 'vitest';
import { deviceId } from '../fakes/samples.ts';
import { auditOf } from './administration.ts';
import { addToPool, alice, by, register, settle, storedUser, withAlice } from './user-life.ts';
import { openWorld } from './world.ts';

describe('a decision about a user', () => {
  it('is judged anew when the user has changed since it was read', async () => {
    const world = await withAlice();
    let isFirst = true;
    const flows = world.flows(async ({ name }, run) => {
      if (name === 'changeUser' && isFirst) {
        isFirst = false;
        await world.flows().offboardUser(by(world));
      }
      return run();
    });
    expect(await flows.suspendUser(by(world))).toMatchObject({ value: { user: { status: 'offboarded' } } });
    expect(auditOf(world, 'user-suspended')).toEqual([]);
  });

  it('is pending while somebody else is applying the user, and applied by a sweep', async () => {
    const world = await withAlice();
    const { now } = world.time;
    await world.store.leaseUser(alice, { owner: 'other', now, until: now + 40_000 });
    expect(await world.flows().suspendUser(by(world))).toMatchObject({ value: { state: 'pending' } });
    await settle(world, 3);
    expect(storedUser(world)).toMatchObject({ generation: 2, appliedGeneration: 2 });
  });

  it('drops sessions again when it is asked for again', async () => {
    const world = await withAlice();
    await world.flows().suspendUser(by(world));
    await world.flows().suspendUser(by(world));
    expect(world.iot.dropped).toHaveLength(4);
  });

  it('keeps of somebody unknown that the user pool has disabled it', async () => {
    const world = await openWorld();
    addToPool(world, 'user-1', { enabled: false });
    await world.flows().disconnectUser({ ...by(world), signIn: 'kept' });
    expect(storedUser(world)).toMatchObject({ status: 'active', disabled: true });
  });

  it('leaves a device that was registered anew before an old removal is finished', async () => {
    const world = await withAlice();
    const request = { ...by(world), deviceId: deviceId('web-1'), block: 'left' as const };
    await world.flows().removeUserDevice(request);
    await register(world);
    await world.store.saveDue({
      work: { task: 'finish-removal', userId: alice, deviceId: deviceId('web-1') },
      dueAt: world.time.now,
      failures: 0,
      stamp: 'late',
    });
    await world.flows().sweep();
    expect(storedUser(world).devices.map((device) => device.deviceId)).toEqual(['phone-1', 'web-1']);
  });

  it('keeps memberships as long as the groups’ policies may be attached', async () => {
    const world = await withAlice();
    const throttled = world.flows(({ name }, run) =>
      name === 'attachPolicy' ? Promise.reject(new Error('throttled')) : run(),
    );
    await throttled.offboardUser(by(world));
    expect([...(world.store.members.get('b') ?? [])]).toEqual(['user-1']);
    await settle(world);
    expect([...(world.store.members.get('b') ?? [])]).toEqual([]);
  });
});
