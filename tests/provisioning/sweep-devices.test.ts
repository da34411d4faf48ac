// Registrations and removals that were cut off: nothing more is attached than is wanted, and nothing is due for ever.
import { describe, expect, it } from 'vitest';
import { thingNameOf } from '../../src/domain/identifiers.ts';
import { connectPolicyName, parsePolicyName, scopePolicyNames } from '../../src/domain/policy-name.ts';
import { isRegistered } from '../../src/domain/user.ts';
import { awsError } from '../fakes/memory-iot.ts';
import { device, deviceId, group, now, parsed, space, userId } from '../fakes/samples.ts';
import { addDue, addScope, addUser, dueKeys, openSweepWorld } from './sweep-world.ts';
import { disagreements, type Hook, Killed, openWorld, registration, removal, type World } from './world.ts';

const minutes = 60_000;
const connect = connectPolicyName(space);

/** Runs a flow that is killed at one of its calls, before or after its effect; it makes no call any more. */
const killedAt = (
  world: World,
  at: number,
  effect: 'done' | 'undone',
  run: (flows: ReturnType<World['flows']>) => Promise<unknown>,
) =>
  new Promise<unknown>((ended) => {
    let killed = false;
    const hook: Hook = async ({ index }, call) => {
      if (killed) return new Promise(() => undefined);
      if (index !== at) return call();
      if (effect === 'done') await call();
      killed = true;
      ended(new Killed());
      return new Promise(() => undefined);
    };
    run(world.flows(hook)).then(ended, ended);
  });

/** The names of the calls that a flow makes. */
const callsOf = async (world: World, run: (flows: ReturnType<World['flows']>) => Promise<unknown>) => {
  const names: string[] = [];
  await run(
    world.flows(({ name }, call) => {
      names.push(name);
      return call();
    }),
  );
  return names;
};

const preparedWorld = async (): Promise<World> => {
  const world = await openWorld();
  await world.flows().registerDevice(registration('web-1', 'first-user'));
  return world;
};

const sweepAfter = async ({ store, iot }: World, sweeps: number) => {
  const world = await openSweepWorld({ start: now + 61_000, store, iot });
  await world.sweepFor(sweeps);
  return world;
};

/** A device that is `registering` may have its thing attached: its client's next attempt finishes it. */
const surplus = ({ store, iot }: World): readonly string[] => {
  const users = [...store.users.values()].filter(isRegistered);
  const registering = users.flatMap((user) =>
    user.devices.flatMap((each) =>
      each.state === 'registering' ? [thingNameOf(user.identityId, each.deviceId)] : [],
    ),
  );
  return disagreements(store, iot).filter(
    (text) => !registering.some((thing) => text.startsWith(`${thing} is attached`)),
  );
};

describe.each(['done', 'undone'] as const)('a registration killed at a call that is %s', (effect) => {
  const register = (flows: ReturnType<World['flows']>) => flows.registerDevice(registration());

  it('leaves what is wanted and nothing more, and nothing due', async () => {
    const names = await callsOf(await preparedWorld(), register);
    expect(names.length).toBeGreaterThan(6);
    for (const [at, name] of names.entries()) {
      const world = await preparedWorld();
      await killedAt(world, at, effect, register);
      const swept = await sweepAfter(world, 3);
      expect(surplus(world), name).toEqual([]);
      expect(dueKeys(swept), name).toEqual([]);
      expect(swept.reports, name).toEqual([]);
    }
  });

  it('whose device is removed meanwhile leaves nothing of it attached', async () => {
    const names = await callsOf(await preparedWorld(), register);
    for (const [at, name] of names.entries()) {
      const world = await preparedWorld();
      let late: (() => Promise<unknown>) | undefined;
      // The call is on its way when the function dies, and takes effect when the device is gone.
      await new Promise<void>((ended) => {
        const hook: Hook = async ({ index }, call) => {
          if (late) return new Promise(() => undefined);
          if (index !== at) return call();
          late = call;
          ended();
          return new Promise(() => undefined);
        };
        world
          .flows(hook)
          .registerDevice(registration())
          .then(
            () => ended(),
            () => ended(),
          );
      });
      await world.flows().removeDevice(removal());
      if (effect === 'done') await late?.().catch(() => undefined);
      const swept = await sweepAfter(world, 12);
      expect(surplus(world), name).toEqual([]);
      expect(dueKeys(swept), name).toEqual([]);
    }
  });

  it('is finished by its client’s next attempt', async () => {
    const names = await callsOf(await preparedWorld(), register);
    for (const [at, name] of names.entries()) {
      const world = await preparedWorld();
      await killedAt(world, at, effect, register);
      await sweepAfter(world, 3);
      for (const user of world.store.users.values()) expect('lease' in user, name).toBe(false);
      const answer = await world.flows().registerDevice({ ...registration(), requestId: 'retry' });
      expect(answer, name).toMatchObject({ ok: true });
      expect(disagreements(world.store, world.iot), name).toEqual([]);
    }
  });
});

const attemptOf = (name: string) =>
  ({ task: 'finish-registration', userId: userId(name), deviceId: deviceId('web-1'), attempt: 'a' }) as const;

describe('an attempt to register that died', () => {
  it('has what it attached beside a change of groups detached, and nothing of others', async () => {
    const world = await openSweepWorld();
    const alice = addUser(world, 'alice', { attached: [connect] });
    const subject = { kind: 'group' as const, group: group('operators') };
    addScope(world, subject, {});
    await world.clock.run(world.flows().applyScope(subject));
    const foreign = parsed(parsePolicyName('someone-elses'));
    await world.iot.createPolicy(foreign, '{}');
    for (const name of [...scopePolicyNames(space, subject, 1), foreign]) {
      await world.iot.attachPolicy(name, alice.identityId);
    }
    addDue(world, attemptOf('alice'));
    await world.sweepFor(1);
    expect(world.iot.attached.get(alice.identityId)).toEqual(new Set([connect, foreign]));
    expect(dueKeys(world)).toEqual([]);
  });

  it('stays due while somebody else is applying the user', async () => {
    const world = await openSweepWorld();
    const alice = addUser(world, 'alice', { attached: [connect] });
    addDue(world, attemptOf('alice'));
    await world.store.leaseUser(alice.userId, { owner: 'someone', now, until: now + 40_000 });
    await world.sweepOnce();
    expect(dueKeys(world)).toEqual(['finish-registration/alice/web-1/a']);
    expect(world.reports).toEqual([]);
    await world.sweepFor(2);
    expect(dueKeys(world)).toEqual([]);
  });

  it('gives the thing back to a device that is registered anew while it is detached', async () => {
    const world = await openSweepWorld();
    const alice = addUser(world, 'alice', { attached: [connect], devices: [] });
    const thing = thingNameOf(alice.identityId, deviceId('web-1'));
    world.hook = async ({ name }, run) => {
      if (name === 'detachThing') {
        world.store.users.set('alice', { ...alice, devices: [{ ...device(), state: 'registered' }] });
      }
      return run();
    };
    addDue(world, attemptOf('alice'));
    await world.sweepFor(1);
    expect(world.iot.things.get(thing)).toEqual(new Set([alice.identityId]));
  });

  it('has the thing detached of a device that is being removed', async () => {
    const world = await openSweepWorld();
    const alice = addUser(world, 'alice', {
      attached: [connect],
      devices: [{ ...device(), state: 'removing' }],
    });
    addDue(world, attemptOf('alice'));
    await world.sweepFor(1);
    expect(world.iot.things.get(thingNameOf(alice.identityId, deviceId('web-1')))?.size).toBe(0);
  });

  it('has the session dropped that its thing let in, now and after the window', async () => {
    const world = await openSweepWorld();
    const alice = addUser(world, 'alice', { attached: [connect], devices: [] });
    const thing = thingNameOf(alice.identityId, deviceId('web-1'));
    addDue(world, attemptOf('alice'));
    await world.sweepFor(11);
    expect(world.iot.things.get(thing)?.size).toBe(0);
    expect(world.iot.dropped).toEqual([thing, thing]);
    expect(dueKeys(world)).toEqual([]);
  });
});

describe('a removal that was cut off', () => {
  const remove = (flows: ReturnType<World['flows']>) => flows.removeDevice(removal());
  const registeredWorld = async () => {
    const world = await preparedWorld();
    await world.flows().registerDevice(registration());
    return world;
  };

  it('is finished, whichever call it was killed at', async () => {
    const names = await callsOf(await registeredWorld(), remove);
    for (const [at, name] of names.entries()) {
      for (const effect of ['done', 'undone'] as const) {
        const world = await registeredWorld();
        await killedAt(world, at, effect, remove);
        const isIntended = world.store.users.get('user-1')?.devices[0]?.state !== 'registered';
        const swept = await sweepAfter(world, 12);
        expect(disagreements(world.store, world.iot), name).toEqual([]);
        expect(world.store.users.get('user-1')?.devices.length, name).toBe(isIntended ? 0 : 1);
        expect(dueKeys(swept), name).toEqual([]);
      }
    }
  });

  it('drops the session twice, the second time when the detachment is effective everywhere', async () => {
    const world = await registeredWorld();
    await killedAt(world, 1, 'done', remove);
    const swept = await sweepAfter(world, 12);
    const drops = swept.calls.filter(({ name }) => name === 'dropConnection').map(({ at }) => at);
    expect(drops).toHaveLength(2);
    expect((drops[1] ?? 0) - (drops[0] ?? 0)).toBeGreaterThanOrEqual(8 * minutes);
  });

  it('is tried again when IoT Core fails', async () => {
    const world = await registeredWorld();
    await killedAt(world, 1, 'done', remove);
    const { store, iot } = world;
    const swept = await openSweepWorld({ start: now + 61_000, store, iot });
    swept.hook = () => Promise.reject(awsError('ServiceUnavailableException'));
    await swept.sweepFor(3);
    expect(store.users.get('user-1')?.devices).toMatchObject([{ state: 'removing' }]);
    swept.hook = (_call, run) => run();
    await swept.sweepFor(20);
    expect(store.users.get('user-1')?.devices).toEqual([]);
    expect(dueKeys(swept)).toEqual([]);
  });

  it('was finished by somebody else, and touches no device that has come after it', async () => {
    const world = await openSweepWorld();
    addUser(world, 'alice', { attached: [connect] });
    addDue(world, { task: 'finish-removal', userId: userId('alice'), deviceId: deviceId('web-1') });
    await world.sweepFor(1);
    expect(world.calls).toEqual([]);
    expect(dueKeys(world)).toEqual([]);
  });

  it('leaves alone a device that was registered anew meanwhile', async () => {
    const world = await openSweepWorld();
    const alice = addUser(world, 'alice', {
      attached: [connect],
      devices: [{ ...device(), state: 'removing' }],
    });
    const thing = thingNameOf(alice.identityId, deviceId('web-1'));
    addDue(world, { task: 'finish-removal', userId: userId('alice'), deviceId: deviceId('web-1') });
    world.hook = async ({ name }, run) => {
      if (name === 'detachThing') {
        world.store.users.set('alice', { ...alice, devices: [{ ...device(), state: 'registered' }] });
      }
      return run();
    };
    await world.sweepFor(1);
    expect(world.iot.things.get(thing)).toEqual(new Set([alice.identityId]));
    expect(world.store.users.get('alice')?.devices).toMatchObject([{ state: 'registered' }]);
  });
});
