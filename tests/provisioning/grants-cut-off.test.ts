import { describe, expect, it } from 'vitest';
import { group } from '../fakes/samples.ts';
import { change, create, differences, groupRequest, replace, requestOf, revoke } from './administration.ts';
import { callsOf, faults, waitForLeases, withFault } from './faults.ts';
import { disagreements, openWorld, registration, type World } from './world.ts';

type Run = (flows: ReturnType<World['flows']>, world: World) => Promise<unknown>;

/** A user in group b, with grants of each subject, and everything applied. */
const prepared = async (): Promise<World> => {
  const world = await openWorld();
  const { caller, ...rest } = registration();
  await world.flows().registerDevice({ ...rest, caller: { ...caller, groups: [group('b')] } });
  await change(world, [
    create('everyone', 'allow publish+subscribe e/#'),
    create('group/b', 'allow subscribe b/#'),
    create('user/user-1', 'allow subscribe u/#'),
  ]);
  await settle(world);
  return world;
};

/** Some minutes of sweeps: all that is due by then is done. */
const settle = async (world: World): Promise<void> => {
  waitForLeases(world);
  for (let minute = 0; minute < 12; minute++) {
    world.time.now += 60_000;
    await world.flows().sweep();
  }
};

const grantOf = (world: World, text: string): string => {
  const found = [...world.store.grants.values()].find(({ rule }) => rule.topicFilter.text === text);
  if (found === undefined) throw new Error(`There is no grant of ${text}.`);
  return found.grantId;
};

const changes: readonly [string, Run][] = [
  [
    'first grants of a group and a user',
    (flows, world) =>
      flows.changeGrants(
        requestOf(world, [create('group/c', 'allow publish c'), create('user/user-2', 'allow publish u')]),
      ),
  ],
  [
    'revocations of everything',
    (flows, world) =>
      flows.changeGrants(
        requestOf(world, [
          revoke(grantOf(world, 'e/#')),
          revoke(grantOf(world, 'b/#')),
          revoke(grantOf(world, 'u/#')),
        ]),
      ),
  ],
  [
    'changes that leave old subscriptions',
    (flows, world) =>
      flows.changeGrants(
        requestOf(world, [
          replace(grantOf(world, 'u/#'), 'user/user-1', 'allow receive u/#'),
          replace(grantOf(world, 'b/#'), 'group/b', 'allow receive b/#'),
        ]),
      ),
  ],
  [
    'revocations with all sessions',
    (flows, world) =>
      flows.changeGrants(
        requestOf(world, [revoke(grantOf(world, 'b/#')), revoke(grantOf(world, 'u/#'))], {
          sessions: 'drop',
        }),
      ),
  ],
  [
    'a group that gets more documents',
    (flows, world) => flows.putGroup({ ...groupRequest(world, 'b'), documents: 3 }),
  ],
  ['a group that is deleted', (flows, world) => flows.deleteGroup(groupRequest(world, 'b'))],
];

describe.each(changes)('%s', (_what, run) => {
  it.each(faults)('are whole or not there, and applied by sweeps, whichever call %s', async (_how, fault) => {
    const whole = await prepared();
    const names = await callsOf(whole, (flows) => run(flows, whole));
    await settle(whole);
    const wanted = summary(whole);
    expect(differences(whole)).toEqual([]);
    for (const [at, name] of names.entries()) {
      const world = await prepared();
      const before = summary(world);
      const events = world.store.audit.length;
      await withFault(world, at, fault, (flows) => run(flows, world));
      const isStored = world.store.audit.length > events;
      await settle(world);
      expect(summary(world), `${name} (${at})`).toEqual(isStored ? wanted : before);
      expect(differences(world), `${name} (${at})`).toEqual([]);
      expect(disagreements(world.store, world.iot), `${name} (${at})`).toEqual([]);
    }
  });
});

it('what was written and never recorded is read again, also when the next change takes it back', async () => {
  const world = await prepared();
  const grantId = grantOf(world, 'b/#');
  const widened = requestOf(world, [replace(grantId, 'group/b', 'allow subscribe+publish b/#')]);
  const names = await callsOf(await prepared(), (flows) => flows.changeGrants(widened));
  const killed = faults.find(([how]) => how.startsWith('is the last'))?.[1];
  if (!killed) throw new Error('There is no such fault.');
  await withFault(world, names.indexOf('createVersion'), killed, (flows) => flows.changeGrants(widened));
  waitForLeases(world);
  await change(world, [replace(grantId, 'group/b', 'allow subscribe b/#')]);
  expect(differences(world)).toEqual([]);
});

/** What there is in the end, whoever made it and when. */
const summary = ({ store, iot }: World) => ({
  grants: [...store.grants.values()].map(({ rule, version }) => [
    rule.topicFilter.text,
    rule.actions,
    version,
  ]),
  scopes: [...store.scopes.values()].map(({ subject, state, documents }) => [subject, state, documents]),
  attached: [...iot.attached].map(([identityId, names]) => [identityId, [...names].sort()]),
  dropped: [...new Set(iot.dropped)].map((clientId) => ({
    clientId,
    again: iot.dropped.filter((each) => each === clientId).length > 1,
  })),
  due: [...store.due.keys()],
});
