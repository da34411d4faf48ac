import { describe, expect, it } from 'vitest';
import { deviceId } from '../fakes/samples.ts';
import { grant } from './administration.ts';
import { callsOf, faults, withFault } from './faults.ts';
import { addToPool, alice, attachedTo, by, register, settle, storedUser, withAlice } from './user-life.ts';
import { disagreements, type World } from './world.ts';

type Run = (flows: ReturnType<World['flows']>, world: World) => Promise<unknown>;

const granted = async (): Promise<World> => {
  const world = await withAlice();
  await grant(world, 'group/b', 'allow publish b');
  await grant(world, 'user/user-1', 'allow subscribe u');
  await settle(world);
  return world;
};

const suspended = async (): Promise<World> => {
  const world = await granted();
  await world.flows().suspendUser(by(world));
  addToPool(world, 'user-1', { groups: ['c'] });
  await settle(world);
  return world;
};

const offboarded = async (): Promise<World> => {
  const world = await granted();
  await world.flows().offboardUser(by(world));
  await settle(world);
  return world;
};

const blocking = (world: World) => ({ ...by(world), deviceId: deviceId('web-1'), block: 'set' as const });

const changes: readonly [string, () => Promise<World>, Run][] = [
  ['suspending', granted, (flows, world) => flows.suspendUser(by(world))],
  ['resuming who was suspended', suspended, (flows, world) => flows.resumeUser(by(world))],
  ['resuming who was offboarded', offboarded, (flows, world) => flows.resumeUser(by(world))],
  [
    'disconnecting and signing out',
    granted,
    (flows, world) => flows.disconnectUser({ ...by(world), signIn: 'ended' }),
  ],
  [
    'taking a device away and blocking it',
    granted,
    (flows, world) => flows.removeUserDevice(blocking(world)),
  ],
  ['offboarding', granted, (flows, world) => flows.offboardUser(by(world))],
];

describe.each(changes)('%s', (_what, prepared, run) => {
  it.each(faults)('is whole or not there, and finished by sweeps, whichever call %s', async (_how, fault) => {
    const whole = await prepared();
    const names = await callsOf(whole, (flows) => run(flows, whole));
    await settle(whole);
    const wanted = summary(whole);
    expect(wanted.due).toEqual([]);
    for (const [at, name] of names.entries()) {
      const world = await prepared();
      const before = summary(world);
      const events = world.store.audit.length;
      await withFault(world, at, fault, (flows) => run(flows, world));
      const isStored = world.store.audit.length > events;
      await settle(world);
      expect(summary(world), `${name} (${at})`).toEqual(isStored ? wanted : before);
      expect(disagreements(world.store, world.iot), `${name} (${at})`).toEqual([]);
    }
  });
});

/** What there is in the end, whoever made it and when. */
const summary = (world: World) => {
  const { store, iot } = world;
  const { status, disabled, groups, devices, blocked } = storedUser(world);
  return {
    user: { status, disabled, groups, blocked, devices },
    grants: [...store.grants.values()].map(({ rule }) => rule.topicFilter.text),
    scopes: [...store.scopes.values()].map(({ subject, state }) => [subject, state]),
    members: [...store.members].map(([group, users]) => [group, [...users]]),
    attached: attachedTo(world),
    policies: [...iot.policies.keys()].sort(),
    things: [...iot.things].filter(([, identities]) => identities.size > 0).map(([thing]) => thing),
    dropped: [...new Set(iot.dropped)].sort().map((clientId) => ({
      clientId,
      again: iot.dropped.filter((each) => each === clientId).length > 1,
    })),
    due: [...store.due.keys()],
  };
};

describe('a registration under way', () => {
  const revocations: readonly [string, Run][] = [
    ['suspending', (flows, world) => flows.suspendUser(by(world))],
    ['offboarding', (flows, world) => flows.offboardUser(by(world))],
    [
      'blocking the device',
      (flows, world) => flows.removeUserDevice({ ...blocking(world), deviceId: deviceId('new-1') }),
    ],
  ];

  it.each(revocations)('gives way to %s, wherever it stands', async (_what, revoke) => {
    const calls = await callsOf(await granted(), (flows) => registerNew(flows));
    for (const [at, name] of calls.entries()) {
      const world = await granted();
      let revoked: Promise<unknown> = Promise.resolve();
      const registering = world.flows(async ({ index }, run) => {
        if (index === at) {
          revoked = revoke(world.flows(), world);
          await revoked;
        }
        return run();
      }, 100);
      const answer = await registerNew(registering);
      await revoked;
      expect(answer, `${name} (${at})`).toMatchObject({ ok: false });
      await settle(world);
      // The device of somebody suspended may go on being registered when it is resumed; it can do nothing until then.
      const others = disagreements(world.store, world.iot).filter(
        (each) => !each.includes(':new-1 is attached'),
      );
      expect(others, `${name} (${at})`).toEqual([]);
      const things = [...world.iot.things].filter(
        ([thing, identities]) => thing.endsWith(':new-1') && identities.size > 0,
      );
      const isHarmless = attachedTo(world).includes('attache-test-suspended');
      expect(isHarmless || things.length === 0, `${name} (${at})`).toBe(true);
      expect(await register(world, { device: 'new-1' }), `${name} (${at})`).toMatchObject({ ok: false });
    }
  });

  const registerNew = (flows: ReturnType<World['flows']>) =>
    flows.registerDevice({
      caller: {
        userId: alice,
        groups: [],
        groupsAsOf: 0,
        idToken: () => 'token-of-user-1',
      },
      device: { deviceId: deviceId('new-1') },
      requestId: 'racing',
      now: 0,
    });
});
