import { describe, expect, it } from 'vitest';
import type { IdentityId } from '../../src/domain/identifiers.ts';
import { parsePolicyName } from '../../src/domain/policy-name.ts';
import { everyone, type Subject } from '../../src/domain/subject.ts';
import { group, parsed, userId } from '../fakes/samples.ts';
import { differences, grant } from './administration.ts';
import { callsOf } from './faults.ts';
import { addToPool, register, settle, storedUser, withAlice } from './user-life.ts';
import { disagreements, type World } from './world.ts';

const writes = /^(attach|detach|create|delete)(Policy|Version)$/;
const policyOf = (text: string) => parsed(parsePolicyName(text));

/** user-1 in group b and user-2 in group c, with grants of every kind, and all of it applied. */
const prepared = async (): Promise<World> => {
  const world = await withAlice();
  addToPool(world, 'user-2', { groups: ['c'] });
  await register(world, { name: 'user-2', groups: ['c'] });
  for (const subject of ['everyone', 'group/b', 'group/c', 'user/user-1', 'user/user-2'])
    await grant(world, subject, `allow publish ${subject}`);
  await settle(world);
  return world;
};

const reconcile = async (world: World, subject?: Subject): Promise<void> => {
  await world.flows().requestReconciliation(subject, world.time.now);
  await settle(world, 3);
  expect([...world.store.due.keys()]).toEqual([]);
};

const identityOf = (world: World, name: string): IdentityId => parsed(storedUser(world, name).identityId);
const attachedOf = (world: World, name: string) => parsed(world.iot.attached.get(identityOf(world, name)));

/** What somebody with the AWS console may have done. */
const everythingByHand = (world: World): void => {
  for (const [name, policy] of world.iot.policies) {
    if (name.endsWith('-1')) policy.versions = [{ versionId: '1', text: '{"by":"hand"}' }];
  }
  for (const name of ['user-1', 'user-2']) {
    const attached = attachedOf(world, name);
    attached.clear();
    attached.add(policyOf('attache-test-suspended'));
  }
};

describe('a reconciliation', () => {
  it('of everything undoes what was done by hand, to policies and attachments of all', async () => {
    const world = await prepared();
    everythingByHand(world);
    await reconcile(world);
    expect(disagreements(world.store, world.iot)).toEqual([]);
    expect(differences(world)).toEqual([]);
  });

  it('makes a policy anew that was deleted', async () => {
    const world = await prepared();
    for (const name of [...world.iot.policies.keys()])
      if (name.includes('-g-')) world.iot.policies.delete(name);
    await reconcile(world);
    expect(differences(world)).toEqual([]);
  });

  it('leaves policies alone that are not this service’s', async () => {
    const world = await prepared();
    attachedOf(world, 'user-1').add(policyOf('somebody-elses'));
    await reconcile(world);
    expect([...attachedOf(world, 'user-1')]).toContain('somebody-elses');
  });

  it('writes nothing where nothing has changed', async () => {
    const world = await prepared();
    await world.flows().requestReconciliation(undefined, world.time.now);
    const calls: string[] = [];
    for (let minute = 0; minute < 3; minute++) {
      calls.push(...(await callsOf(world, (flows) => flows.sweep())));
      world.time.now += 60_000;
    }
    expect(calls.filter((name) => name === 'listAttached')).toHaveLength(2);
    expect(calls.filter((name) => name === 'readPolicy').length).toBeGreaterThanOrEqual(5);
    expect(calls.filter((name) => writes.test(name))).toEqual([]);
  });

  it('of a user is of its own policies and attachments alone', async () => {
    const world = await prepared();
    everythingByHand(world);
    await reconcile(world, { kind: 'user', userId: userId('user-1') });
    expect(disagreements(world.store, world.iot)).toEqual([expect.stringContaining('user-2')]);
    expect(differences(world).filter((each) => each.includes('-u-user-1-'))).toEqual([]);
    expect(differences(world)).toHaveLength(4);
  });

  it('of a group is of its policies and all of its members', async () => {
    const world = await prepared();
    everythingByHand(world);
    await reconcile(world, { kind: 'group', group: group('b') });
    expect(disagreements(world.store, world.iot)).toEqual([expect.stringContaining('user-2')]);
    expect(differences(world).filter((each) => each.includes('-g-b-'))).toEqual([]);
  });

  it('of everyone is of its policies and of all users', async () => {
    const world = await prepared();
    everythingByHand(world);
    await reconcile(world, everyone);
    expect(disagreements(world.store, world.iot)).toEqual([]);
    expect(differences(world).filter((each) => each.includes('everyone'))).toEqual([]);
    expect(differences(world).filter((each) => each.includes('-g-'))).toHaveLength(2);
  });

  it('of a user whom nobody knows is done at once', async () => {
    const world = await prepared();
    await reconcile(world, { kind: 'user', userId: userId('nobody') });
  });

  it('goes on where one user fails, who is tried by itself', async () => {
    const world = await prepared();
    everythingByHand(world);
    await world.flows().requestReconciliation(undefined, world.time.now);
    let failures = 0;
    await world
      .flows(({ name }, run) => {
        const fails = name === 'listAttached' && failures++ === 0;
        return fails ? Promise.reject(new Error('throttled')) : run();
      })
      .sweep();
    expect(disagreements(world.store, world.iot)).toHaveLength(1);
    expect(world.reported.length).toBeGreaterThan(0);
    await settle(world, 3);
    expect(disagreements(world.store, world.iot)).toEqual([]);
    expect([...world.store.due.keys()]).toEqual([]);
  });

  it('comes to whoever is being applied by somebody else just then', async () => {
    const world = await prepared();
    everythingByHand(world);
    const { now } = world.time;
    await world.store.leaseUser(userId('user-1'), { owner: 'other', now, until: now + 40_000 });
    await world.flows().requestReconciliation({ kind: 'user', userId: userId('user-1') }, now);
    await world.flows().sweep();
    expect([...world.store.due.keys()]).toEqual(['reconcile/user/user-1']);
    await settle(world, 3);
    expect(disagreements(world.store, world.iot)).toEqual([expect.stringContaining('user-2')]);
  });

  it('is made of any number of users', async () => {
    const world = await prepared();
    for (let n = 0; n < 120; n++) await register(world, { name: `many-${n}` });
    await settle(world);
    for (const names of world.iot.attached.values()) names.clear();
    await reconcile(world);
    expect(disagreements(world.store, world.iot)).toEqual([]);
  });
});
