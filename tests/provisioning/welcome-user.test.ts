import { describe, expect, it } from 'vitest';
import { group, userId } from '../fakes/samples.ts';
import { auditOf } from './administration.ts';
import { callsOf, faults, withFault } from './faults.ts';
import { addToPool, alice, register, storedUser } from './user-life.ts';
import { openWorld, type World } from './world.ts';

const signUp = (world: World) => ({
  userId: alice,
  username: 'user-1@example.com',
  requestId: 'sign-up-1',
  now: world.time.now,
});
const crew = group('crew');
const guests = group('guests');

const withCrew = async (): Promise<World> => {
  const world = await openWorld();
  addToPool(world, 'user-1');
  world.pool.members.set(crew, new Set());
  return world;
};

describe('whoever signs up', () => {
  it('is known, in the default groups, before it registers', async () => {
    const world = await withCrew();
    await world.flows().welcomeUser(signUp(world), [crew]);
    expect(storedUser(world)).toEqual({
      ...{ userId: alice, status: 'active', disabled: false, blocked: [], devices: [], attached: [] },
      ...{ groups: [crew], groupsAsOf: world.time.now },
      ...{ generation: 1, appliedGeneration: 0, effectiveBy: 0 },
    });
    expect([...(world.pool.members.get(crew) ?? [])]).toEqual(['user-1@example.com']);
    expect(auditOf(world, 'user-created')).toMatchObject([
      { actor: 'system', subjects: ['user/user-1'], requestId: 'sign-up-1', after: { groups: [crew] } },
    ]);
    expect(await register(world, { groups: ['crew'] })).toMatchObject({ ok: true });
  });

  it('costs one call without default groups', async () => {
    const world = await withCrew();
    const calls = await callsOf(world, (flows) => flows.welcomeUser(signUp(world)));
    expect(calls).toEqual(['changeUser']);
  });

  it('is put into the groups that there are; of the others it is told', async () => {
    const world = await withCrew();
    await world.flows().welcomeUser(signUp(world), [guests, crew]);
    expect(storedUser(world).groups).toEqual([crew]);
    expect(world.reported).toEqual(['guests: unknown-group']);
  });

  it('is known even when nobody can be put into a group just now', async () => {
    const world = await withCrew();
    const failing = world.flows(({ name }, run) =>
      name === 'addToGroup' ? Promise.reject(new Error('throttled')) : run(),
    );
    await failing.welcomeUser(signUp(world), [crew]);
    expect(storedUser(world)).toMatchObject({ status: 'active', groups: [] });
    expect(world.reported).toEqual(['crew: Error: throttled']);
  });

  it('is known even when the user pool does not answer: half the time is left for it', async () => {
    const world = await withCrew();
    let waited = 0;
    const timer = async (ms: number) => {
      waited = ms;
    };
    const hanging = world.flows(
      ({ name }, run) => (name === 'addToGroup' ? new Promise(() => undefined) : run()),
      3,
      timer,
    );
    await hanging.welcomeUser(signUp(world), [crew]);
    expect(waited).toBe(2000);
    expect(storedUser(world)).toMatchObject({ status: 'active', groups: [] });
  });

  it('is one user and one audit event, however often that is delivered at once', async () => {
    const world = await withCrew();
    await Promise.all([1, 2, 3].map(() => world.flows().welcomeUser(signUp(world), [crew])));
    expect(storedUser(world)).toMatchObject({ groups: [crew], generation: 1 });
    expect(world.store.audit).toHaveLength(1);
  });

  it('stays as it is when it is known already, and has registered', async () => {
    const world = await withCrew();
    await register(world, { groups: ['other'] });
    const before = storedUser(world);
    await world.flows().welcomeUser(signUp(world), [crew]);
    expect(storedUser(world)).toEqual(before);
  });

  it('is known, cut off at any call, when it signs in', async () => {
    for (let at = 0; at < 2; at++) {
      for (const [what, fault] of faults) {
        const world = await withCrew();
        await withFault(world, at, fault, (flows) => flows.welcomeUser(signUp(world), [crew]));
        world.time.now += 60_000;
        const groups = (await world.pool.groupsOf('user-1@example.com')) ?? [];
        await world.flows().followSignIn({ ...signUp(world), groups });
        expect(storedUser(world), what).toMatchObject({ userId: userId('user-1'), groups });
        expect(auditOf(world, 'user-created'), what).toHaveLength(1);
      }
    }
  });
});
