// Somebody who registers, what administrators decide about it, and what is left of it.
import type { GroupName } from '../../src/domain/identifiers.ts';
import { deviceId, group, userId } from '../fakes/samples.ts';
import { administrator } from './administration.ts';
import { waitForLeases } from './faults.ts';
import { openWorld, registration, type World } from './world.ts';

export const alice = userId('user-1');

export const by = (world: World, name = 'user-1') => ({
  userId: userId(name),
  actor: administrator,
  requestId: 'request-u',
  now: world.time.now,
});

export const addToPool = (
  world: World,
  name: string,
  { groups = [], enabled = true }: { groups?: readonly string[]; enabled?: boolean } = {},
): void => {
  const username = `${name}@example.com`;
  world.pool.users.set(username, { userId: userId(name), username, email: username, enabled });
  world.pool.signedIn.add(username);
  for (const each of groups.map(group)) {
    world.pool.members.set(each, (world.pool.members.get(each) ?? new Set()).add(username));
  }
};

export const register = async (
  world: World,
  { device = 'web-1', name = 'user-1', groups = [] as readonly string[], iat = world.time.now - 1000 } = {},
) => {
  const { caller, ...rest } = registration(device, name);
  const inGroups: readonly GroupName[] = groups.map(group);
  return world.flows(undefined, 100).registerDevice({
    ...rest,
    now: world.time.now,
    requestId: `register-${device}-${world.time.now}`,
    caller: { ...caller, groups: inGroups, groupsAsOf: iat },
  });
};

/** user-1 in the pool and in group b, with two devices. */
export const withAlice = async (): Promise<World> => {
  const world = await openWorld();
  addToPool(world, 'user-1', { groups: ['b'] });
  await register(world, { groups: ['b'] });
  await register(world, { device: 'phone-1', groups: ['b'] });
  return world;
};

/** Some minutes of sweeps: all that is due by then is done. */
export const settle = async (world: World, minutes = 20): Promise<void> => {
  waitForLeases(world);
  for (let minute = 0; minute < minutes; minute++) {
    world.time.now += 60_000;
    await world.flows().sweep();
  }
};

export const storedUser = (world: World, name = 'user-1') => {
  const user = world.store.users.get(name);
  if (user === undefined) throw new Error(`${name} is not stored.`);
  return user;
};

/** What IoT Core has attached to the user's identity. */
export const attachedTo = (world: World, name = 'user-1'): readonly string[] => {
  const { identityId } = storedUser(world, name);
  return [...((identityId && world.iot.attached.get(identityId)) ?? [])].sort();
};

export const clientOf = (world: World, device = 'web-1', name = 'user-1'): string =>
  `${storedUser(world, name).identityId}:${deviceId(device)}`;
