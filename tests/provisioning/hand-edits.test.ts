// What somebody with the console of AWS, or of the table, may do beside the service, one thing at a time.
import { describe, expect, it } from 'vitest';
import { unusedDocument } from '../../src/domain/fixed-policies.ts';
import { type IdentityId, thingNameOf } from '../../src/domain/identifiers.ts';
import { type PolicyName, parsePolicyName } from '../../src/domain/policy-name.ts';
import { deviceId, group, parsed, space, userId } from '../fakes/samples.ts';
import { change, grant, replace } from './administration.ts';
import { copyWorld } from './copy-world.ts';
import { disagreements } from './fault-matrix.ts';
import { callsOf } from './faults.ts';
import { addToPool, by, register, settle, storedUser, withAlice } from './user-life.ts';
import { isRead } from './watch.ts';
import type { World } from './world.ts';

/** user-1 in group b, user-2 in group c and suspended, and user-3 who was offboarded; all of it applied. */
const prepared = async (): Promise<World> => {
  const world = await withAlice();
  for (const [name, groups] of [
    ['user-2', ['c']],
    ['user-3', []],
  ] as const) {
    addToPool(world, name, { groups });
    await register(world, { name, groups });
  }
  for (const subject of ['everyone', 'group/b', 'group/c', 'user/user-1', 'user/user-2'])
    await grant(world, subject, `allow publish ${subject === 'everyone' ? 'e' : subject.charAt(6)}/#`);
  for (const { grantId, rule } of [...world.store.grants.values()]) {
    if (rule.subject.kind === 'group' && rule.subject.group === group('b'))
      await change(world, [replace(grantId, 'group/b', 'allow subscribe b/#')]);
  }
  await world.flows().suspendUser(by(world, 'user-2'));
  await world.flows().offboardUser(by(world, 'user-3'));
  await settle(world);
  return world;
};
const begun = prepared();

const identityOf = (world: World, name: string): IdentityId => parsed(storedUser(world, name).identityId);
const attachedOf = (world: World, name: string) => parsed(world.iot.attached.get(identityOf(world, name)));
const named = (text: string): PolicyName => parsed(parsePolicyName(text));
/** The policy whose name has this in it. */
const policy = (world: World, part: string): PolicyName =>
  parsed([...world.iot.policies.keys()].find((name) => name.includes(part)));
const stateOf = (world: World, part: string) => parsed(world.iot.policies.get(policy(world, part)));
const says = async (world: World, part: string, text: string) =>
  void (await world.iot.createVersion(policy(world, part), text));
const anything = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['iot:*'], Resource: ['*'] }],
});

const clientOf = (world: World) => thingNameOf(identityOf(world, 'user-1'), deviceId('web-1'));
const thingOf = (world: World) => parsed(world.iot.things.get(clientOf(world)));

type Edit = (world: World) => unknown;

const attaches =
  (name: string, part: string): Edit =>
  (world) =>
    attachedOf(world, name).add(policy(world, part));
const detaches =
  (name: string, part: string): Edit =>
  (world) =>
    attachedOf(world, name).delete(policy(world, part));

const repaired: readonly [string, Edit][] = [
  ['a document of everyone that allows anything', (world) => says(world, '-everyone-1', anything)],
  ['a document of a group that allows anything', (world) => says(world, '-g-b-', anything)],
  ['a document of a user that allows anything', (world) => says(world, '-u-user-1-', anything)],
  [
    'a document that allows nothing any more',
    (world) => says(world, '-g-b-', JSON.stringify(unusedDocument(space))),
  ],
  ['a document that is none', (world) => says(world, '-g-b-', 'by hand')],
  [
    'a version that was switched back',
    (world) => {
      const state = stateOf(world, '-g-b-');
      const [first, ...others] = state.versions;
      state.versions = [...others, parsed(first)];
    },
  ],
  [
    'another document behind as many versions as there can be',
    async (world) => {
      while ((await world.iot.createVersion(policy(world, '-g-b-'), anything)) !== 'versions-full');
    },
  ],
  [
    'a policy that was deleted',
    (world) => {
      const name = policy(world, '-g-b-');
      for (const names of world.iot.attached.values()) names.delete(name);
      world.iot.policies.delete(name);
    },
  ],
  [
    'a policy that was deleted and made anew, allowing anything',
    async (world) => {
      const name = policy(world, '-everyone-1');
      world.iot.policies.delete(name);
      await world.iot.createPolicy(name, anything);
    },
  ],
  ['connect, detached', detaches('user-1', '-connect')],
  ['everyone’s policy, detached', detaches('user-1', '-everyone-1')],
  ['a group’s policy, detached', detaches('user-1', '-g-b-')],
  ['the user’s own policy, detached', detaches('user-1', '-u-user-1-')],
  ['all policies, detached', (world) => attachedOf(world, 'user-1').clear()],
  ['another group’s policy, attached', attaches('user-1', '-g-c-')],
  ['another user’s policy, attached', attaches('user-1', '-u-user-2-')],
  ['the denial, attached to somebody who is not suspended', attaches('user-1', '-suspended')],
  ['the denial, detached from somebody who is suspended', detaches('user-2', '-suspended')],
  ['the denial, detached from somebody who was offboarded', detaches('user-3', '-suspended')],
  ['a group’s policy, attached to somebody who was offboarded', attaches('user-3', '-g-b-')],
  [
    'a policy of a group that nobody manages, made and attached',
    async (world) => {
      const name = named(policy(world, '-g-b-').replace('-g-b-', '-g-x-'));
      await world.iot.createPolicy(name, anything);
      attachedOf(world, 'user-1').add(name);
    },
  ],
  ['a thing, detached', (world) => thingOf(world).clear()],
  ['a thing, deleted', (world) => world.iot.things.delete(clientOf(world))],
  [
    'a thing whose principal is another',
    (world) => {
      thingOf(world).clear();
      thingOf(world).add(identityOf(world, 'user-2'));
    },
  ],
];

/** One pass over everything, and what it wrote to the control plane. */
const reconcile = async (world: World): Promise<readonly string[]> => {
  await world.flows().requestReconciliation(undefined, world.time.now);
  const calls = await callsOf(world, (flows) => flows.sweep());
  world.time.now += 60_000;
  return calls.filter((name) => !isRead(name) && name in world.iot);
};

describe('one reconciliation repairs', () => {
  it.each(repaired)('%s, and the next writes nothing', async (_what, edit) => {
    const world = await copyWorld(await begun);
    expect(await disagreements(world)).toEqual([]);
    await edit(world);
    expect(await disagreements(world)).not.toEqual([]);
    await reconcile(world);
    expect(await disagreements(world)).toEqual([]);
    expect(await reconcile(world)).toEqual([]);
  });

  it('nothing where a version was added that is not the default one', async () => {
    const world = await copyWorld(await begun);
    stateOf(world, '-g-b-').versions.unshift({ versionId: '99', text: anything });
    expect(await reconcile(world)).toEqual([]);
    expect(await disagreements(world)).toEqual([]);
  });
});

it('a policy that is not this service’s stays attached, and stands on its user’s page', async () => {
  const world = await copyWorld(await begun);
  await world.iot.createPolicy(named('somebody-elses'), anything);
  attachedOf(world, 'user-1').add(named('somebody-elses'));
  expect(await reconcile(world)).toEqual([]);
  const read = await world.flows().readUser(userId('user-1'), world.time.now);
  expect(read).toMatchObject({
    ok: true,
    value: { attachments: { drift: [{ kind: 'foreign', policy: 'somebody-elses' }] } },
  });
});
