import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { trigger } from '../../src/http/trigger.ts';
import type { SignIn } from '../../src/provisioning/follow-sign-in.ts';
import { type TokenGeneration, tokenGeneration } from '../../src/schema/pool-events.ts';
import { group, userId } from '../fakes/samples.ts';
import { auditOf, grant } from './administration.ts';
import { callsOf, faults, waitForLeases } from './faults.ts';
import { addToPool, alice, attachedTo, clientOf, register, settle, storedUser } from './user-life.ts';
import { disagreements, type Hook, Killed, openWorld, registration, type World } from './world.ts';

const second = 1000;
const hour = 60 * 60 * second;

const signIn = (world: World, groups: readonly string[], now = world.time.now): SignIn => ({
  userId: alice,
  username: 'user-1@example.com',
  groups: groups.map(group),
  requestId: `sign-in-${now}`,
  now,
});

/** As the pool has it, and as its trigger tells it. */
const inPool = (world: World, groups: readonly string[]) => {
  world.pool.members.clear();
  addToPool(world, 'user-1', { groups });
};

/** Groups a and b have grants of their own; user-1 has registered, an hour ago, and is in a. */
const withAlice = async (): Promise<World> => {
  const world = await openWorld();
  inPool(world, ['a']);
  for (const name of ['a', 'b']) await grant(world, `group/${name}`, `allow subscribe ${name}/#`);
  await grant(world, 'everyone', 'allow receive b/x');
  await register(world, { groups: ['a'] });
  await settle(world);
  world.time.now += hour;
  return world;
};

const groupsOf = (names: readonly string[]) => names.flatMap((name) => /-g-(\w+)-/.exec(name)?.[1] ?? []);
const attachedGroups = (world: World) => groupsOf(attachedTo(world));

describe('a sign-in', () => {
  it('of a known user whose groups are as they were costs one call, and nothing changes but how late they are known', async () => {
    const world = await withAlice();
    const before = storedUser(world);
    const made = world.store.audit.length;
    expect(await callsOf(world, (flows) => flows.followSignIn(signIn(world, ['a'])))).toEqual([
      'confirmUser',
    ]);
    expect(storedUser(world)).toEqual({ ...before, groupsAsOf: world.time.now });
    expect(world.store.audit).toHaveLength(made);
    expect([...world.store.due.keys()]).toEqual([]);
  });

  it('applies a group that was joined, and one that was left, at once', async () => {
    const world = await withAlice();
    await world.flows().followSignIn(signIn(world, ['b', 'a']));
    expect(attachedGroups(world)).toEqual(['a', 'b']);
    world.time.now += hour;
    await world.flows().followSignIn(signIn(world, ['b']));
    expect(attachedGroups(world)).toEqual(['b']);
    expect(storedUser(world)).toMatchObject({ groups: ['b'], groupsAsOf: world.time.now });
    expect([...(world.store.members.get('a') ?? [])]).toEqual([]);
    expect([...(world.store.members.get('b') ?? [])]).toEqual([alice]);
    expect(auditOf(world, 'groups-changed')).toMatchObject([
      { actor: 'system', before: { groups: ['a'] }, after: { groups: ['b', 'a'] } },
      { actor: 'system', before: { groups: ['b', 'a'] }, after: { groups: ['b'] } },
    ]);
    expect(disagreements(world.store, world.iot)).toEqual([]);
  });

  it('ends the sessions whose subscriptions outlive a group, now and when that is effective everywhere', async () => {
    const world = await withAlice();
    await world.flows().followSignIn(signIn(world, ['a', 'b']));
    expect(world.iot.dropped).toEqual([]);
    world.time.now += hour;
    // What everyone may receive of b is delivered still, to whoever has subscribed as a member of b.
    await world.flows().followSignIn(signIn(world, ['a']));
    expect(world.iot.dropped).toEqual([clientOf(world)]);
    await settle(world);
    expect(world.iot.dropped).toEqual([clientOf(world), clientOf(world)]);
    expect([...world.store.due.keys()]).toEqual([]);
  });

  it('leaves sessions alone that nothing is delivered to any more', async () => {
    const world = await withAlice();
    await world.flows().followSignIn(signIn(world, []));
    await settle(world);
    expect(attachedGroups(world)).toEqual([]);
    expect(world.iot.dropped).toEqual([]);
  });

  it('of somebody who has not registered calls nothing of IoT Core; registration applies what was granted', async () => {
    const world = await withAlice();
    addToPool(world, 'user-2', { groups: ['b'] });
    const flow = { ...signIn(world, ['b']), userId: userId('user-2'), username: 'user-2@example.com' };
    expect(await callsOf(world, (flows) => flows.followSignIn(flow))).toEqual([
      'confirmUser',
      'readProvisioning',
      'changeUser',
    ]);
    expect(storedUser(world, 'user-2')).toMatchObject({ groups: ['b'], status: 'active', attached: [] });
    world.time.now += hour;
    const later = { ...flow, groups: [group('a'), group('b')], now: world.time.now };
    const calls = await callsOf(world, (flows) => flows.followSignIn(later));
    expect(calls).toEqual(['confirmUser', 'readProvisioning', 'changeUser']);
    expect(await register(world, { name: 'user-2', groups: ['a', 'b'] })).toMatchObject({ ok: true });
    expect(groupsOf(attachedTo(world, 'user-2'))).toEqual(['a', 'b']);
    expect(disagreements(world.store, world.iot)).toEqual([]);
  });

  it('makes a first registration no longer than without it', async () => {
    const world = await withAlice();
    addToPool(world, 'user-2');
    addToPool(world, 'user-3');
    await world.flows().followSignIn({ ...signIn(world, []), userId: userId('user-2') });
    const callsFor = async (name: string) => {
      const calls: string[] = [];
      const hook: Hook = (call, run) => {
        calls.push(call.name);
        return run();
      };
      const request = registration('web-1', name);
      const caller = { ...request.caller, groupsAsOf: world.time.now };
      await world.flows(hook).registerDevice({ ...request, caller, now: world.time.now });
      return calls.toSorted();
    };
    expect(await callsFor('user-2')).toEqual(await callsFor('user-3'));
  });

  it.each(['suspended', 'offboarded'] as const)('of somebody %s gives nothing back', async (status) => {
    const world = await withAlice();
    const flow = status === 'suspended' ? 'suspendUser' : 'offboardUser';
    const actor = 'system' as const;
    await world.flows()[flow]({ userId: alice, actor, requestId: 'r', now: world.time.now });
    await settle(world);
    await world.flows().followSignIn(signIn(world, ['a', 'b']));
    await settle(world);
    expect(storedUser(world)).toMatchObject({ status, groups: status === 'offboarded' ? [] : ['a', 'b'] });
    expect(attachedTo(world)).toContain('attache-test-suspended');
    expect(disagreements(world.store, world.iot)).toEqual([]);
  });
});

describe('a change of groups', () => {
  it('while somebody else applies the user stays due, until the lease is over', async () => {
    const world = await withAlice();
    const lease = { owner: 'another', now: world.time.now, until: world.time.now + 40 * second };
    await world.store.leaseUser(alice, lease);
    await world.flows().followSignIn(signIn(world, ['b']));
    expect(attachedGroups(world)).toEqual(['a']);
    expect([...world.store.due.keys()]).toEqual([
      `apply-user/${alice}`,
      expect.stringMatching(/^drop-sessions\/user\/user-1\//),
    ]);
    expect(world.iot.dropped).toEqual([]);
    world.time.now += 60 * second;
    await world.flows().sweep();
    expect(attachedGroups(world)).toEqual(['b']);
  });

  it('says since when it takes something away, and only then', async () => {
    const world = await withAlice();
    const dueAfter = async (groups: readonly string[]) => {
      const failing = world.flows(({ name }, run) =>
        name === 'leaseUser' ? Promise.reject(new Error('throttled')) : run(),
      );
      world.time.now += hour;
      await failing.followSignIn(signIn(world, groups)).catch(() => undefined);
      return world.store.due.get(`apply-user/${alice}`)?.revokedAt;
    };
    expect(await dueAfter(['a', 'b'])).toBeUndefined();
    expect(await dueAfter(['b'])).toBe(world.time.now);
  });

  it('by a registration leaves ending sessions to the sweeper, whose work it is at once', async () => {
    const world = await withAlice();
    await world.flows().followSignIn(signIn(world, ['a', 'b']));
    world.time.now += hour;
    await register(world, { groups: ['a'], iat: world.time.now });
    expect(attachedGroups(world)).toEqual(['a']);
    expect(world.iot.dropped).toEqual([]);
    await world.flows().sweep();
    expect(world.iot.dropped).toEqual([clientOf(world)]);
  });
});

describe('a token from before a group was left', () => {
  it('does not bring it back, though no sign-in had told of it', async () => {
    const world = await withAlice();
    const issuedAt = world.time.now;
    world.time.now += 60 * second;
    await world.flows().followSignIn(signIn(world, ['a']));
    await register(world, { groups: ['a', 'b'], iat: issuedAt });
    await register(world, { device: 'web-2', groups: ['a', 'b'], iat: issuedAt });
    expect(storedUser(world).groups).toEqual(['a']);
    expect(attachedGroups(world)).toEqual(['a']);
  });

  it('does not when the user had never registered', async () => {
    const world = await withAlice();
    addToPool(world, 'user-2', { groups: ['a'] });
    await world.flows().followSignIn({ ...signIn(world, ['a']), userId: userId('user-2') });
    await register(world, { name: 'user-2', groups: ['a', 'b'], iat: world.time.now - second });
    expect(storedUser(world, 'user-2').groups).toEqual(['a']);
  });

  it('does not when a change of something else was read before the sign-in and stored after it', async () => {
    const world = await withAlice();
    const issuedAt = world.time.now;
    world.time.now += 60 * second;
    const actor = 'system' as const;
    const hook: Hook = async ({ name }, run) => {
      if (name === 'changeUser') await world.flows().followSignIn(signIn(world, ['a']));
      return run();
    };
    await world.flows(hook).disconnectUser({
      ...{ userId: alice, actor, requestId: 'r', now: world.time.now },
      signIn: 'kept',
    });
    await register(world, { groups: ['a', 'b'], iat: issuedAt });
    expect(storedUser(world).groups).toEqual(['a']);
  });
});

describe('an event that was delivered late', () => {
  it('does not undo what was read later: where it may be older, the pool says what is so', async () => {
    const world = await withAlice();
    inPool(world, ['a', 'b']);
    await world.flows().followSignIn(signIn(world, ['a', 'b']));
    world.time.now += 5 * second;
    inPool(world, ['a']);
    await world.flows().followPool({ kind: 'groups-changed', userId: alice, hintId: 'e', requestId: 'r' });
    world.time.now += 5 * second;
    const late = signIn(world, ['a', 'b']);
    const calls = await callsOf(world, (flows) => flows.followSignIn(late));
    expect(calls).toEqual(['confirmUser', 'readProvisioning', 'groupsOf', 'confirmUser']);
    expect(storedUser(world).groups).toEqual(['a']);
  });

  it('of groups that did change is followed, as the pool has them', async () => {
    const world = await withAlice();
    await world.flows().followSignIn(signIn(world, ['a']));
    world.time.now += 5 * second;
    inPool(world, ['b']);
    await world.flows().followSignIn(signIn(world, ['a', 'b']));
    expect(storedUser(world).groups).toEqual(['b']);
    expect(attachedGroups(world)).toEqual(['b']);
  });
});

describe('sign-ins at once', () => {
  it('of one user, the event delivered three times, change its groups once', async () => {
    const world = await withAlice();
    const event = signIn(world, ['b']);
    await Promise.all([1, 2, 3].map(() => world.flows().followSignIn(event)));
    await settle(world);
    expect(attachedGroups(world)).toEqual(['b']);
    expect(auditOf(world, 'groups-changed')).toHaveLength(1);
    expect(disagreements(world.store, world.iot)).toEqual([]);
  });

  it('of somebody unknown make one user', async () => {
    const world = await openWorld();
    const event = signIn(world, ['b']);
    await Promise.all([1, 2, 3].map(() => world.flows().followSignIn(event)));
    expect(storedUser(world)).toMatchObject({ groups: ['b'], generation: 1 });
    expect(auditOf(world, 'user-created')).toHaveLength(1);
  });
});

const hanging = ['hangs', () => new Promise<never>(() => undefined)] as const;
/** Of a sign-in that leaves group a and joins b. */
const callsOfChange = [
  ...['confirmUser', 'readProvisioning', 'readProvisioning', 'changeUser', 'leaseUser', 'saveMemberships'],
  ...['readProvisioning', 'detachPolicy', 'attachPolicy', 'recordUser', 'readProvisioning', 'saveDue'],
  ...['dropConnection', 'finishDue', 'removeMemberships', 'readProvisioning', 'finishDue'],
];

/** In group b, whose subscriptions outlive it, and about to change over to a. */
const aboutToChange = async () => {
  const world = await withAlice();
  inPool(world, ['b']);
  await world.flows().followSignIn(signIn(world, ['b']));
  await settle(world);
  world.iot.dropped.length = 0;
  world.time.now += hour;
  inPool(world, ['a']);
  return world;
};

describe('a sign-in that AWS does not let finish', () => {
  beforeEach(() => {
    vi.spyOn(console, 'error').mockReturnValue();
  });

  it('makes these calls', async () => {
    const world = await aboutToChange();
    const calls = await callsOf(world, (flows) => flows.followSignIn(signIn(world, ['a'])));
    expect(calls).toEqual(callsOfChange);
  });

  /** The function as it is deployed, but for its ports; its time is over when nothing moves any more. */
  const answer = async (world: World, hook: Hook) => {
    let last = 0;
    const watched: Hook = (call, run) => {
      last = performance.now();
      return hook(call, run);
    };
    let given = 0;
    const timer = async (ms: number) => {
      given = ms;
      last = performance.now();
      while (performance.now() < last + 20) await setImmediate();
    };
    const work = ({ userId, username, groups = [] }: TokenGeneration) =>
      world.flows(watched).followSignIn({ ...signIn(world, []), userId, username, groups });
    const event = {
      triggerSource: 'TokenGeneration_Authentication',
      userPoolId: 'us-east-1_EXAMPLE',
      userName: 'user-1@example.com',
      request: { userAttributes: { sub: alice }, groupConfiguration: { groupsToOverride: ['a'] } },
      response: {},
    };
    const context = { awsRequestId: 'sign-in', getRemainingTimeInMillis: () => 5000 };
    const answered = await trigger(tokenGeneration, work, { timer })(event, context);
    expect(answered).toBe(event);
    expect(given).toBe(4000);
  };

  const cases = callsOfChange.flatMap((name, index) =>
    [...faults, hanging].map(([what, fault]) => ({ at: index, name, what, fault })),
  );

  it.each(cases)(
    'since call $at, $name, $what: goes on, and the change is due if it was stored',
    async ({ at, fault }) => {
      const world = await aboutToChange();
      let killed = false;
      await answer(world, async ({ index }, run) => {
        if (killed) return new Promise(() => undefined);
        if (index !== at) return run();
        return fault(run).catch((error: unknown) => {
          killed = error instanceof Killed;
          if (killed) return new Promise(() => undefined);
          throw error;
        });
      });
      const { groups } = storedUser(world);
      const isApplied = attachedGroups(world).join() === groups.join();
      // Whatever has been decided is attached, or due to be.
      expect(isApplied || world.store.due.has(`apply-user/${alice}`)).toBe(true);
      await settle(world, 2);
      expect(disagreements(world.store, world.iot)).toEqual([]);
      // Where nothing was stored, the next refresh tells it again.
      waitForLeases(world);
      await world.flows().followSignIn(signIn(world, ['a']));
      await settle(world);
      expect(attachedGroups(world)).toEqual(['a']);
      expect(new Set(world.iot.dropped)).toEqual(new Set([clientOf(world)]));
      // A membership of b may be left: whoever walks them bears with it.
      expect([...(world.store.members.get('a') ?? [])]).toEqual([alice]);
      expect(disagreements(world.store, world.iot)).toEqual([]);
      expect([...world.store.due.keys()]).toEqual([]);
    },
  );
});
