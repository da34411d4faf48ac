import { describe, expect, it } from 'vitest';
import { scopePolicyNames } from '../../src/domain/policy-name.ts';
import { everyone } from '../../src/domain/subject.ts';
import { everyoneScope, founding, group, now, space, storeGroups, userId } from '../fakes/samples.ts';
import { callsOf, faults, waitForLeases, withFault } from './faults.ts';
import { disagreements, type Hook, Killed, openWorld, registration, removal, type World } from './world.ts';

/** A world in which somebody else has registered before: the stack is prepared. */
const preparedWorld = async (): Promise<World> => {
  const world = await openWorld();
  await world.flows().registerDevice(registration('web-1', 'first-user'));
  return world;
};

const devicesOf = (world: World, user = 'user-1') => world.store.users.get(user)?.devices ?? [];
const registrationsIn = (world: World) =>
  world.store.audit.filter(
    ({ action, subjects }) => action === 'device-registered' && subjects.includes('user/user-1'),
  );

describe('a first registration', () => {
  it('answers with the device registered and everything attached', async () => {
    const world = await preparedWorld();
    const answer = await world.flows().registerDevice(registration());
    expect(answer).toMatchObject({
      ok: true,
      value: {
        outcome: 'created',
        device: { deviceId: 'web-1', state: 'registered' },
        user: { attached: ['attache-test-connect', 'attache-test-everyone-1'], appliedGeneration: 1 },
        endpoint: 'data.example',
      },
    });
    expect(disagreements(world.store, world.iot)).toEqual([]);
    expect([...world.store.due.keys()]).toEqual([]);
  });

  it('takes six round trips at most, intent before effect and the thing last', async () => {
    const world = await preparedWorld();
    const waves: string[][] = [];
    let ended = 0;
    const hook: Hook = async ({ name }, run) => {
      const wave = ended;
      waves[wave] = [...(waves[wave] ?? []), name];
      const value = await run();
      await new Promise((done) => setTimeout(done, 5));
      ended = Math.max(ended, wave + 1);
      return value;
    };
    await world.flows(hook).registerDevice(registration());
    expect(waves).toEqual([
      ['readProvisioning'],
      ['identityOf'],
      ['intendRegistration', 'createThing'],
      ['attachPolicy', 'attachPolicy'],
      ['attachThing'],
      ['completeRegistration'],
    ]);
  });

  it('makes the everyone scope, its policy and the endpoint known when it is the stack’s first', async () => {
    const world = await openWorld();
    await world.flows().registerDevice(registration());
    expect(world.store.scopes.get('everyone')).toMatchObject({ generation: 1, appliedGeneration: 1 });
    expect([...world.iot.policies.keys()]).toContain('attache-test-everyone-1');
    expect(disagreements(world.store, world.iot)).toEqual([]);
  });

  it('replaces a policy found under the scope’s name with other content', async () => {
    const world = await openWorld();
    const [name] = scopePolicyNames(space, everyone, 1);
    if (name) await world.iot.createPolicy(name, '{"Version":"2012-10-17","Statement":[]}');
    await world.flows().registerDevice(registration());
    const policy = name && (await world.iot.readPolicy(name));
    expect(policy?.versions).toHaveLength(2);
    expect(policy?.document).toContain('users/${cognito-identity.amazonaws.com:sub}');
  });

  it('carries the scopes of the groups in the token', async () => {
    const world = await preparedWorld();
    const subject = { kind: 'group' as const, group: group('operators') };
    await world.store.changeScopes(founding(everyoneScope({ subject, grants: [] })));
    await world.flows().applyScope(subject);
    const request = registration();
    await world
      .flows()
      .registerDevice({ ...request, caller: { ...request.caller, groups: [group('operators')] } });
    expect(world.store.users.get('user-1')?.attached).toEqual(
      expect.arrayContaining([...scopePolicyNames(space, subject, 1)]),
    );
    expect(disagreements(world.store, world.iot)).toEqual([]);
  });
});

describe('a known device', () => {
  it('takes one reading of the store and nothing of AWS', async () => {
    const world = await preparedWorld();
    await world.flows().registerDevice(registration());
    const before = registrationsIn(world).length;
    const names = await callsOf(world, (flows) => flows.registerDevice(registration()));
    expect(names).toEqual(['readProvisioning']);
    expect(registrationsIn(world)).toHaveLength(before);
  });

  it('gets what a later token’s groups bring before it is answered', async () => {
    const world = await preparedWorld();
    await world.flows().registerDevice(registration());
    const subject = { kind: 'group' as const, group: group('operators') };
    await world.store.changeScopes(founding(everyoneScope({ subject, grants: [] })));
    await world.flows().applyScope(subject);
    const { caller, ...rest } = registration();
    const withGroups = (groups: readonly string[], groupsAsOf: number) => ({
      ...rest,
      caller: { ...caller, groups: groups.map(group), groupsAsOf },
    });
    const answer = await world.flows().registerDevice(withGroups(['operators'], now + 1000));
    expect(answer).toMatchObject({ ok: true, value: { outcome: 'known' } });
    expect(disagreements(world.store, world.iot)).toEqual([]);
    expect(world.store.users.get('user-1')?.attached).toHaveLength(3);

    await world.flows().registerDevice(withGroups([], now + 500));
    expect(world.store.users.get('user-1')?.groups).toEqual(['operators']);
    await world.flows().registerDevice(withGroups([], now + 2000));
    expect(world.store.users.get('user-1')?.attached).toHaveLength(2);
    expect(disagreements(world.store, world.iot)).toEqual([]);
  });
});

describe('a registration is refused', () => {
  it.each([
    ['suspended', 'user-suspended'],
    ['offboarded', 'user-offboarded'],
  ] as const)('for a user who is %s, with no call to AWS', async (status, kind) => {
    const world = await preparedWorld();
    await world.flows().registerDevice(registration());
    const stored = world.store.users.get('user-1');
    if (stored) world.store.users.set('user-1', { ...stored, status });
    const names = await callsOf(world, async (flows) => {
      expect(await flows.registerDevice(registration('web-2'))).toMatchObject({ ok: false, fault: { kind } });
    });
    expect(names).toEqual(['readProvisioning']);
  });

  it('over the limit of devices, also when they come at once', async () => {
    const world = await preparedWorld();
    const answers = await Promise.all(
      ['a', 'b', 'c', 'd', 'e'].map((id) => world.flows().registerDevice(registration(id))),
    );
    expect(answers.filter((answer) => answer.ok)).toHaveLength(3);
    expect(
      answers.filter((answer) => !answer.ok && answer.fault.kind === 'device-limit-exceeded'),
    ).toHaveLength(2);
    expect(disagreements(world.store, world.iot)).toEqual([]);
  });

  it('while the device is being removed', async () => {
    const world = await preparedWorld();
    await world.flows().registerDevice(registration());
    const cut: Hook = ({ name }, run) => (name === 'deleteThing' ? Promise.reject(new Killed()) : run());
    await expect(world.flows(cut).removeDevice(removal())).rejects.toThrow(Killed);
    expect(await world.flows().registerDevice(registration())).toMatchObject({
      fault: { kind: 'device-removed' },
    });
    expect(await world.flows().removeDevice(removal())).toMatchObject({ ok: true });
    expect(await world.flows().registerDevice(registration())).toMatchObject({
      value: { outcome: 'created' },
    });
    expect(disagreements(world.store, world.iot)).toEqual([]);
  });
});

const registerWithFault = (
  world: World,
  at: number,
  fault: (typeof faults)[number][1],
  request = registration(),
) => withFault(world, at, fault, (flows) => flows.registerDevice(request));

describe('a registration that was cut off', () => {
  /** The calls of a stack's very first registration: every other one makes fewer. */
  const recorded = openWorld().then((world) =>
    callsOf(world, (flows) => flows.registerDevice(registration())),
  );

  it.each(faults)('is completed by the next, whichever call %s', async (_what, fault) => {
    const names = await recorded;
    expect(names.length).toBeGreaterThan(12);
    for (const [at, name] of names.entries()) {
      const world = await openWorld();
      expect(await registerWithFault(world, at, fault), name).toBeInstanceOf(Error);
      waitForLeases(world);
      expect(
        await world.flows().registerDevice({ ...registration(), requestId: 'retry' }),
        name,
      ).toMatchObject({ ok: true });
      expect(disagreements(world.store, world.iot), name).toEqual([]);
      expect(devicesOf(world)).toMatchObject([{ state: 'registered' }]);
      expect(registrationsIn(world)).toHaveLength(1);
      expect([...world.store.due.keys()].filter((due) => due.endsWith('/retry'))).toEqual([]);
    }
  });

  it.each(faults)(
    'has attached nothing that is not recorded as due, whichever call %s',
    async (_what, fault) => {
      for (const [at, name] of (await recorded).entries()) {
        const world = await openWorld();
        await registerWithFault(world, at, fault);
        const attached = [...world.iot.attached.values()].some(({ size }) => size > 0);
        const pending = world.store.due.has('finish-registration/user-1/web-1/request-1');
        const registered = devicesOf(world)[0]?.state === 'registered';
        expect(!attached || pending || registered, name).toBe(true);
      }
    },
  );
});

describe('registrations at once', () => {
  it('of one device make one device, one set of attachments, one audit event, and one is the first', async () => {
    const world = await preparedWorld();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => world.flows().registerDevice(registration())),
    );
    expect(answers.filter((answer) => answer.ok && answer.value.outcome === 'created')).toHaveLength(1);
    expect(answers.filter((answer) => answer.ok && answer.value.outcome === 'known')).toHaveLength(4);
    expect(registrationsIn(world)).toHaveLength(1);
    expect(disagreements(world.store, world.iot)).toEqual([]);
  });

  it('of the very first users of a stack make one everyone scope', async () => {
    const world = await openWorld();
    const users = ['a', 'b', 'c', 'd'];
    const answers = await Promise.all(
      users.map((user) => world.flows().registerDevice(registration('web-1', user))),
    );
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(world.store.audit.filter(({ action }) => action === 'scope-founded')).toHaveLength(1);
    expect(disagreements(world.store, world.iot)).toEqual([]);
  });
});

describe('a registration that is overtaken', () => {
  const atEachCall = async (
    overtake: (world: World) => Promise<unknown>,
    check: (world: World, at: number) => void,
  ) => {
    const prepared = await preparedWorld();
    const count = (await callsOf(prepared, (flows) => flows.registerDevice(registration()))).length;
    for (let at = 0; at < count; at++) {
      const world = await preparedWorld();
      const hook: Hook = async ({ index }, run) => {
        if (index === at) await overtake(world);
        return run();
      };
      await world.flows(hook).registerDevice(registration());
      check(world, at);
    }
  };

  it('by the removal of its device leaves the device removed, or registered anew, and nothing in between', async () => {
    await atEachCall(
      (world) => world.flows().removeDevice(removal()),
      (world, at) => expect(disagreements(world.store, world.iot), `call ${at}`).toEqual([]),
    );
  });

  it('by a change of groups ends with what the groups bring', async () => {
    const subject = { kind: 'group' as const, group: group('operators') };
    await atEachCall(
      async (world) => {
        await world.store.changeScopes(founding(everyoneScope({ subject, grants: [] })));
        await world.flows().applyScope(subject);
        await storeGroups(world.store, userId('user-1'), [group('operators')]);
      },
      (world, at) => expect(disagreements(world.store, world.iot), `call ${at}`).toEqual([]),
    );
  });

  it('by a loss of groups ends without what they brought', async () => {
    const subject = { kind: 'group' as const, group: group('operators') };
    const prepare = async () => {
      const world = await preparedWorld();
      await world.store.changeScopes(founding(everyoneScope({ subject, grants: [] })));
      await world.flows().applyScope(subject);
      return world;
    };
    const { caller, ...rest } = registration();
    const member = { ...rest, caller: { ...caller, groups: [group('operators')] } };
    const count = (await callsOf(await prepare(), (flows) => flows.registerDevice(member))).length;
    for (let at = 0; at < count; at++) {
      const world = await prepare();
      const hook: Hook = async ({ index }, run) => {
        if (index === at) {
          await storeGroups(world.store, userId('user-1'), []);
          await world.flows().applyUser(userId('user-1'));
        }
        return run();
      };
      await world.flows(hook).registerDevice(member);
      expect(disagreements(world.store, world.iot), `call ${at}`).toEqual([]);
    }
  });
});
