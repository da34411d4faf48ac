import { describe, expect, it } from 'vitest';
import { scopePolicyNames } from '../../src/domain/policy-name.ts';
import { group, space, userId } from '../fakes/samples.ts';
import { change, create, differences, grant, groupRequest, replace, revoke } from './administration.ts';
import { registeredUser } from './standing.ts';
import { openWorld, type World } from './world.ts';

/** So many users, all in group a, all with its policies attached. */
const addMembers = (world: World, count: number): void => {
  const a = group('a');
  const attached = scopePolicyNames(space, { kind: 'group', group: a }, 2);
  const ids = Array.from({ length: count }, (_, index) => userId(`user-${index}`));
  for (const id of ids) {
    world.store.users.set(id, registeredUser({ userId: id, groups: [a], attached }));
  }
  world.store.members.set(a, new Set(ids));
};

const control = [
  'createPolicy',
  'createVersion',
  'deleteVersion',
  'readPolicy',
  'deletePolicy',
  'attachPolicy',
  'detachPolicy',
  'listAttached',
  'listTargets',
];

/** The calls to IoT Core's control plane, and how many there are to the store. */
const counted = async (world: World, run: (flows: ReturnType<World['flows']>) => Promise<unknown>) => {
  const calls: string[] = [];
  let stored = 0;
  const flows = world.flows((call, go) => {
    if (control.includes(call.name)) calls.push(call.name);
    else stored++;
    return go();
  });
  await run(flows);
  return { calls, stored };
};

describe.each([10, 1_000, 100_000])('with %i members', (members) => {
  it.each(['group/a', 'everyone'])(
    'a change of the grants of %s costs one call for each changed document, and one more where a version must go',
    async (subject) => {
      const world = await openWorld();
      await world.flows().putGroup({ ...groupRequest(world, 'a'), documents: 2 });
      addMembers(world, members);
      const made = await grant(world, subject, 'allow publish first');
      const stored = new Set<number>();
      const costs: string[][] = [];
      for (let version = 0; version < 6; version++) {
        const operations =
          version % 2 === 0
            ? [create(subject, `allow publish more/${version}`)]
            : [replace(made.grantId, subject, `allow publish other/${version}`)];
        const cost = await counted(world, async (flows) => {
          const answer = await flows.changeGrants({
            operations,
            sessions: 'keep',
            actor: userId('admin-1'),
            requestId: 'r',
            now: world.time.now,
          });
          expect(answer).toMatchObject({ ok: true, value: { state: 'applied' } });
        });
        costs.push(cost.calls);
        stored.add(cost.stored);
      }
      expect(costs.slice(0, 3)).toEqual(Array.from({ length: 3 }, () => ['createVersion']));
      expect(costs.slice(4)).toEqual(Array.from({ length: 2 }, () => ['deleteVersion', 'createVersion']));
      // Nor does it take more of the store, however many there are.
      expect(Math.max(...stored)).toBeLessThanOrEqual(8);
      const revoked = await counted(world, () => change(world, [revoke(made.grantId)]));
      expect(revoked.calls.length).toBeLessThanOrEqual(2);
      expect(differences(world)).toEqual([]);
    },
  );
});

it('a change that moves what two documents say costs one call for each of them', async () => {
  const world = await openWorld();
  await world.flows().putGroup({ ...groupRequest(world, 'a'), documents: 2 });
  const long = (index: number) => `allow publish ${String(index).repeat(220)}/a`;
  const made = await grant(world, 'group/a', long(0));
  await change(
    world,
    Array.from({ length: 7 }, (_, index) => create('group/a', long(index + 1))),
  );
  const { calls } = await counted(world, async (flows) => {
    const answer = await flows.changeGrants({
      operations: [replace(made.grantId, 'group/a', long(9)), create('group/a', 'deny publish 1/2')],
      sessions: 'keep',
      actor: userId('admin-1'),
      requestId: 'r',
      now: world.time.now,
    });
    expect(answer).toMatchObject({ ok: true, value: { state: 'applied' } });
  });
  expect(calls.length).toBeGreaterThan(0);
  expect(calls.filter((name) => name === 'createVersion')).toEqual(calls);
  expect(calls.length).toBeLessThanOrEqual(2);
  expect(differences(world)).toEqual([]);
});
