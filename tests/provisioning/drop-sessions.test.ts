import { describe, expect, it } from 'vitest';
import { propagationMs } from '../../src/domain/scope.ts';
import { group, identityId } from '../fakes/samples.ts';
import { change, create, grant, replace, requestOf, revoke } from './administration.ts';
import { openWorld, registration, type World } from './world.ts';

const one = `${identityId}:web-1`;
const other = `${identityId}:web-2`;

/** A user with two devices, in group b. */
const withDevices = async (): Promise<World> => {
  const world = await openWorld();
  for (const device of ['web-1', 'web-2']) {
    const { caller, ...rest } = registration(device);
    await world.flows().registerDevice({ ...rest, caller: { ...caller, groups: [group('b')] } });
  }
  return world;
};

const sweepAfter = async (world: World, ms: number) => {
  world.time.now += ms;
  await world.flows().sweep();
};

describe('the sessions of a user', () => {
  it('are dropped when a subscription outlives its grant, and once more when that is effective everywhere', async () => {
    const world = await withDevices();
    const made = await grant(world, 'user/user-1', 'allow subscribe u/#');
    await change(world, [replace(made.grantId, 'user/user-1', 'allow receive u/#')]);
    expect(world.iot.dropped.toSorted()).toEqual([one, other]);
    expect([...world.store.due.keys()].filter((key) => key.startsWith('drop-sessions'))).toEqual([]);
    await sweepAfter(world, propagationMs - 1);
    expect(world.iot.dropped).toHaveLength(2);
    await sweepAfter(world, 1);
    expect(world.iot.dropped.toSorted()).toEqual([one, one, other, other]);
    expect([...world.store.due.keys()]).toEqual([]);
  });

  it.each([
    ['nothing is received any more', 'allow publish u/#'],
    ['the subscription still stands', 'allow subscribe+publish u/#'],
  ])('stay when %s', async (_why, words) => {
    const world = await withDevices();
    const made = await grant(world, 'user/user-1', 'allow subscribe u/#');
    await change(world, [replace(made.grantId, 'user/user-1', words)]);
    await sweepAfter(world, propagationMs);
    expect(world.iot.dropped).toEqual([]);
  });

  it('are judged by all that the user has: what a group lets them receive is delivered still', async () => {
    const world = await withDevices();
    await grant(world, 'group/b', 'allow receive u/x');
    await sweepAfter(world, 60_000);
    const made = await grant(world, 'user/user-1', 'allow subscribe u/#');
    await change(world, [revoke(made.grantId)]);
    expect(world.iot.dropped.toSorted()).toEqual([one, other]);
  });

  it('are dropped one by one: of the device alone that the topic is of', async () => {
    const world = await withDevices();
    await grant(world, 'everyone', 'allow receive d/${thingName}/x');
    const made = await grant(world, 'user/user-1', `allow subscribe d/${one}/x`);
    await change(world, [revoke(made.grantId)]);
    expect(world.iot.dropped).toEqual([one]);
  });

  it('are all dropped when the administrator asks for it', async () => {
    const world = await withDevices();
    const made = await grant(world, 'user/user-1', 'allow publish u');
    await change(world, [revoke(made.grantId)], { sessions: 'drop' });
    expect(world.iot.dropped.toSorted()).toEqual([one, other]);
    await sweepAfter(world, propagationMs);
    expect(world.iot.dropped).toHaveLength(4);
  });

  it('of a device that is being registered or removed are dropped too', async () => {
    const world = await withDevices();
    const user = world.store.users.get('user-1');
    if (!user) throw new Error('There is no user.');
    const states = ['registering', 'removing'] as const;
    const devices = user.devices.map((device, index) => ({
      ...device,
      state: states[index] ?? device.state,
    }));
    world.store.users.set('user-1', { ...user, devices });
    await world.flows().dropSessions({ user, changeId: 'c' });
    expect(world.iot.dropped.toSorted()).toEqual([one, other]);
  });

  it('are dropped only when the rights are gone: by the sweeper, when AWS could not take them at once', async () => {
    const world = await withDevices();
    const made = await grant(world, 'user/user-1', 'allow subscribe u/#');
    const flows = world.flows((call, run) =>
      call.name === 'createVersion' || call.name === 'detachPolicy'
        ? Promise.reject(new Error('down'))
        : run(),
    );
    const revocation = requestOf(world, [revoke(made.grantId)], { sessions: 'drop' });
    expect(await flows.changeGrants(revocation)).toMatchObject({ value: { state: 'pending' } });
    expect(world.iot.dropped).toEqual([]);
    await sweepAfter(world, 60_000);
    expect(world.iot.dropped.toSorted()).toEqual([one, other]);
  });

  it('that cannot be dropped leave the change applied, and due', async () => {
    const world = await withDevices();
    const made = await grant(world, 'user/user-1', 'allow publish u');
    const flows = world.flows((call, run) =>
      call.name === 'dropConnection' ? Promise.reject(new Error('down')) : run(),
    );
    const revocation = requestOf(world, [revoke(made.grantId)], { sessions: 'drop' });
    expect(await flows.changeGrants(revocation)).toMatchObject({ value: { state: 'applied' } });
    expect(world.reported).toHaveLength(1);
    await sweepAfter(world, 60_000);
    expect(world.iot.dropped.toSorted()).toEqual([one, other]);
  });

  it('who has never registered are none', async () => {
    const world = await openWorld();
    const made = await grant(world, 'user/user-9', 'allow subscribe u/#');
    await change(world, [revoke(made.grantId)], { sessions: 'drop' });
    expect([...world.store.due.keys()]).toEqual(['apply-user/user-9']);
    expect(world.iot.dropped).toEqual([]);
  });
});

describe.each(['group/b', 'everyone'])('the sessions of %s', (subject) => {
  it('are dropped in the background when subscriptions outlive their grant', async () => {
    const world = await withDevices();
    const made = await grant(world, subject, 'allow subscribe s/#');
    await sweepAfter(world, 180_000);
    await change(world, [replace(made.grantId, subject, 'allow receive s/#')]);
    expect(world.iot.dropped).toEqual([]);
    await sweepAfter(world, 0);
    expect(world.iot.dropped.toSorted()).toEqual([one, other]);
    await sweepAfter(world, propagationMs);
    expect(world.iot.dropped).toHaveLength(4);
  });

  it('are all dropped in the background when the administrator asks for it', async () => {
    const world = await withDevices();
    const made = await grant(world, subject, 'allow publish s');
    await sweepAfter(world, 180_000);
    await change(world, [revoke(made.grantId)], { sessions: 'drop' });
    await sweepAfter(world, 0);
    expect(world.iot.dropped.toSorted()).toEqual([one, other]);
  });

  it('stay when a grant is made', async () => {
    const world = await withDevices();
    await change(world, [create(subject, 'allow subscribe s/#')]);
    await sweepAfter(world, propagationMs);
    expect(world.iot.dropped).toEqual([]);
  });
});
