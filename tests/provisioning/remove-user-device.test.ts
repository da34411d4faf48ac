import { describe, expect, it } from 'vitest';
import { deviceId } from '../fakes/samples.ts';
import { auditOf } from './administration.ts';
import { addToPool, by, clientOf, register, settle, storedUser, withAlice } from './user-life.ts';
import { disagreements, openWorld, type World } from './world.ts';

const remove = (world: World, device: string, block: 'set' | 'lifted' | 'left' = 'left', name = 'user-1') =>
  world.flows().removeUserDevice({ ...by(world, name), deviceId: deviceId(device), block });

const devicesOf = (world: World) => storedUser(world).devices.map((device) => device.deviceId);

describe('taking a device away', () => {
  it('detaches and deletes its thing and drops its session, and nothing of another device', async () => {
    const world = await withAlice();
    const thing = clientOf(world);
    expect(await remove(world, 'web-1')).toMatchObject({ ok: true, value: { state: 'applied' } });
    expect(devicesOf(world)).toEqual(['phone-1']);
    expect([...world.iot.things.keys()]).toEqual([clientOf(world, 'phone-1')]);
    expect(new Set(world.iot.dropped)).toEqual(new Set([thing]));
    await settle(world);
    expect(world.iot.dropped.length).toBeGreaterThan(1);
    expect([...world.store.due.keys()]).toEqual([]);
    expect(auditOf(world, 'device-removed')).toMatchObject([
      { actor: 'admin-1', before: { deviceId: 'web-1', thingName: thing, blocked: false } },
    ]);
  });

  it('lets it register again', async () => {
    const world = await withAlice();
    await remove(world, 'web-1');
    expect(await register(world)).toMatchObject({ ok: true, value: { outcome: 'created' } });
    await settle(world);
    expect(disagreements(world.store, world.iot)).toEqual([]);
  });

  it('answers pending when IoT Core fails, and is finished by the sweeper', async () => {
    const world = await withAlice();
    const flows = world.flows(({ name }, run) =>
      name === 'deleteThing' ? Promise.reject(new Error('down')) : run(),
    );
    const request = { ...by(world), deviceId: deviceId('web-1'), block: 'left' as const };
    expect(await flows.removeUserDevice(request)).toMatchObject({ value: { state: 'pending' } });
    await settle(world);
    expect(devicesOf(world)).toEqual(['phone-1']);
    expect(disagreements(world.store, world.iot)).toEqual([]);
  });

  it('refuses a device that is not there', async () => {
    const world = await withAlice();
    const before = storedUser(world);
    expect(await remove(world, 'web-9')).toEqual({
      ok: false,
      fault: { kind: 'device-not-found', deviceId: 'web-9' },
    });
    expect(await remove(world, 'web-1', 'left', 'nobody')).toMatchObject({
      fault: { kind: 'user-not-found' },
    });
    expect(storedUser(world)).toEqual(before);
  });
});

describe('blocking a device', () => {
  it('keeps it from registering again, and no other', async () => {
    const world = await withAlice();
    await remove(world, 'web-1', 'set');
    expect(await register(world)).toEqual({
      ok: false,
      fault: { kind: 'device-blocked', deviceId: 'web-1' },
    });
    expect(await register(world, { device: 'web-2' })).toMatchObject({ ok: true });
    expect(devicesOf(world)).toEqual(['phone-1', 'web-2']);
    await settle(world);
    expect(disagreements(world.store, world.iot)).toEqual([]);
  });

  it('takes one that is not registered, and a user who never was', async () => {
    const world = await openWorld();
    addToPool(world, 'user-1');
    expect(await remove(world, 'web-1', 'set')).toMatchObject({ ok: true, value: { state: 'applied' } });
    expect(storedUser(world).blocked).toEqual(['web-1']);
    expect(await register(world)).toMatchObject({ ok: false, fault: { kind: 'device-blocked' } });
    expect(await register(world, { device: 'web-2' })).toMatchObject({ ok: true });
  });

  it('is told once, however often it is asked for', async () => {
    const world = await withAlice();
    for (let times = 0; times < 3; times++) await remove(world, 'web-1', 'set');
    expect(storedUser(world).blocked).toEqual(['web-1']);
    expect(auditOf(world, 'device-removed')).toHaveLength(1);
  });

  it('stays when nothing is said of it, and is lifted where that is asked for', async () => {
    const world = await withAlice();
    await remove(world, 'web-1', 'set');
    expect(await remove(world, 'web-1')).toMatchObject({ fault: { kind: 'device-not-found' } });
    expect(await register(world)).toMatchObject({ fault: { kind: 'device-blocked' } });
    expect(await remove(world, 'web-1', 'lifted')).toMatchObject({ ok: true });
    expect(await register(world)).toMatchObject({ ok: true, value: { outcome: 'created' } });
  });

  it('takes a hundred devices and no more', async () => {
    const world = await withAlice();
    for (let n = 0; n < 100; n++) expect(await remove(world, `bad-${n}`, 'set')).toMatchObject({ ok: true });
    expect(await remove(world, 'bad-100', 'set')).toEqual({
      ok: false,
      fault: { kind: 'blocked-limit-exceeded', limit: 100 },
    });
    expect(await remove(world, 'bad-7', 'set')).toMatchObject({ ok: true });
    expect(await remove(world, 'web-1')).toMatchObject({ ok: true });
  });

  it('removes a device as well whose registration was stored in between', async () => {
    const world = await withAlice();
    // The registration stores its intent when the blocking has read the user, and ends when it is over.
    let registering: Promise<unknown> | undefined;
    const flows = world.flows(async ({ name }, run) => {
      if (name === 'changeUser' && !registering) {
        registering = new Promise((resolve) => {
          const intended = world.flows(async (call, go) => {
            const done = await go();
            if (call.name === 'intendRegistration') resolve(undefined);
            return done;
          }, 100);
          void intended.registerDevice({
            caller: {
              userId: by(world).userId,
              groups: [],
              groupsAsOf: 0,
              idToken: () => 'token-of-user-1',
            },
            device: { deviceId: deviceId('web-2') },
            requestId: 'racing',
            now: world.time.now,
          });
        });
        await registering;
      }
      return run();
    });
    await flows.removeUserDevice({ ...by(world), deviceId: deviceId('web-2'), block: 'set' });
    await settle(world);
    expect(devicesOf(world)).toEqual(['web-1', 'phone-1']);
    expect(disagreements(world.store, world.iot)).toEqual([]);
    expect([...world.store.due.keys()]).toEqual([]);
  });
});
