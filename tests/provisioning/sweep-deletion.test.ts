// A group that is deleted: emptied, detached from everybody, and its policies deleted when IoT Core lets go of them.
import { describe, expect, it } from 'vitest';
import { parseIdentityId } from '../../src/domain/identifiers.ts';
import { connectPolicyName, scopePolicyNames } from '../../src/domain/policy-name.ts';
import type { Subject } from '../../src/domain/subject.ts';
import { isRegistered } from '../../src/domain/user.ts';
import { awsError } from '../fakes/memory-iot.ts';
import { group, now, parsed, space, userId } from '../fakes/samples.ts';
import { addScope, addUser, dueKeys, grantOf, openSweepWorld, type SweepWorld } from './sweep-world.ts';

const minutes = 60_000;
const operators = group('operators');
const subject: Subject = { kind: 'group', group: operators };
const connect = connectPolicyName(space);
const policies = scopePolicyNames(space, subject, 2);
const stranger = parsed(parseIdentityId('us-east-1:99999999-0000-4000-8000-000000000000'));

/** A group of two documents with members, and an identity that carries its policy without being known as one. */
const deletedGroup = async (members = 12) => {
  const world = await openSweepWorld();
  addScope(world, subject, {
    documents: 2,
    grants: [grantOf(subject, 'a/b'), grantOf(subject, 'c/d', { effect: 'deny' })],
  });
  await world.clock.run(world.flows().applyScope(subject));
  for (let index = 0; index < members; index++) {
    addUser(world, `user-${index}`, { groups: [operators], attached: [connect, ...policies] });
  }
  world.iot.attached.set(stranger, new Set([policies[0] ?? connect]));
  const request = { group: operators, actor: userId('admin'), requestId: 'request-1', now };
  const answer = await world.clock.run(world.flows().deleteGroup(request));
  expect(answer).toMatchObject({ ok: true, value: { state: 'deleting' } });
  return world;
};

const remaining = (world: SweepWorld) =>
  [...world.iot.policies.keys()].filter((name) => policies.includes(name));
const carriers = (world: SweepWorld) =>
  [...world.iot.attached.values()].filter((names) => policies.some((name) => names.has(name))).length;

describe('a group that is deleted', () => {
  it('allows nothing any more at once, is detached from everybody, and is forgotten with its policies', async () => {
    const world = await deletedGroup();
    expect(world.iot.policies.get(policies[0] ?? connect)?.versions.at(-1)?.text).not.toContain('topic/');
    await world.sweepFor(2);
    expect(carriers(world)).toBe(1);
    await world.sweepFor(13);
    expect(remaining(world)).toEqual([]);
    expect(carriers(world)).toBe(0);
    expect(world.store.scopes.has('group/operators')).toBe(false);
    expect([...world.store.grants.keys()]).toEqual([]);
    expect([...world.store.users.values()].map(({ attached }) => attached)).toEqual(
      Array.from({ length: 12 }, () => [connect]),
    );
    expect(world.store.members.get(operators)?.size).toBe(12);
    await world.sweepFor(10);
    expect(dueKeys(world)).toEqual([]);
    expect(world.reports).toEqual([]);
  });

  it('keeps its policies for five minutes after the last was detached', async () => {
    const world = await deletedGroup();
    await world.sweepFor(15);
    const last = Math.max(...world.calls.filter(({ name }) => name === 'detachPolicy').map(({ at }) => at));
    const deletions = world.calls.filter(({ name }) => name === 'deletePolicy').map(({ at }) => at);
    expect(deletions).toHaveLength(2);
    expect(Math.min(...deletions) - last).toBeGreaterThanOrEqual(5 * minutes);
    expect(Math.min(...deletions) - last).toBeLessThanOrEqual(7 * minutes);
  });

  it('is tried again while IoT Core counts a policy as attached, and while somebody is attached anew', async () => {
    const world = await deletedGroup(1);
    let refusals = 0;
    world.hook = async ({ name }, run) => {
      if (name !== 'deletePolicy' || refusals === 3) return run();
      refusals++;
      if (refusals === 2) await world.iot.attachPolicy(policies[1] ?? connect, stranger);
      return 'attached';
    };
    await world.sweepFor(14);
    expect(refusals).toBeGreaterThan(1);
    // Nobody who makes it anew has to wait for a lease.
    expect(world.store.scopes.get('group/operators')).toBeDefined();
    expect(world.store.scopes.get('group/operators')).not.toHaveProperty('lease');
    await world.sweepFor(14);
    expect(remaining(world)).toEqual([]);
    expect(world.store.scopes.has('group/operators')).toBe(false);
    expect(world.reports).toEqual([]);
  });

  it('is deleted after an outage all the same', async () => {
    const world = await deletedGroup();
    world.hook = () => Promise.reject(awsError('ServiceUnavailableException'));
    await world.sweepFor(20);
    expect(carriers(world)).toBe(13);
    world.hook = (_call, run) => run();
    await world.sweepFor(45);
    expect(remaining(world)).toEqual([]);
    expect(dueKeys(world)).toEqual([]);
  });

  it('with many who are not known is detached from all, a slice at a time', async () => {
    const world = await deletedGroup(0);
    const strangers = Array.from({ length: 600 }, (_, index) =>
      parsed(parseIdentityId(`us-east-1:88888888-0000-4000-8000-${String(index).padStart(12, '0')}`)),
    );
    for (const identityId of strangers) world.iot.attached.set(identityId, new Set([policies[0] ?? connect]));
    await world.sweepFor(20);
    expect(carriers(world)).toBe(0);
    expect(remaining(world)).toEqual([]);
    expect(world.reports).toEqual([]);
  });

  it.each(Array.from({ length: 14 }, (_, minute) => minute))(
    'and made anew after %d minutes is as if it had been made then',
    async (minute) => {
      const world = await deletedGroup(3);
      await world.sweepFor(minute);
      const request = {
        group: operators,
        actor: userId('admin'),
        requestId: 'request-2',
        now: world.clock.now(),
      };
      await world.clock.run(world.flows().putGroup({ ...request, documents: 2 }));
      await world.sweepFor(30);
      expectManaged(world);
      expect(dueKeys(world)).toEqual([]);
    },
  );

  it('and made anew at any call of the sweeper’s ends whole', async () => {
    const recorded = await deletedGroup(1);
    let count = 0;
    recorded.storeHook = recorded.hook = (_call, run) => {
      count++;
      return run();
    };
    await recorded.sweepFor(15);
    expect(count).toBeGreaterThan(60);
    for (let at = 0; at < count; at++) {
      const world = await deletedGroup(1);
      let index = 0;
      let anew: Promise<unknown> | undefined;
      world.storeHook = world.hook = (_call, run) => {
        if (index++ === at) {
          const request = {
            group: operators,
            actor: userId('admin'),
            requestId: 'request-2',
            now: world.clock.now(),
          };
          anew = world.flows().putGroup({ ...request, documents: 2 });
        }
        return run();
      };
      await world.sweepFor(30);
      await anew;
      await world.sweepFor(5);
      expectManaged(world, `call ${at}`);
      expect(dueKeys(world), `call ${at}`).toEqual([]);
    }
  });
});

const expectManaged = (world: SweepWorld, message?: string) => {
  const scope = world.store.scopes.get('group/operators');
  expect(scope?.state, message).toBe('active');
  expect(scope?.appliedGeneration, message).toBe(scope?.generation);
  expect(remaining(world), message).toEqual(policies);
  for (const { name, text } of scope?.applied ?? []) {
    expect(world.iot.policies.get(name)?.versions.at(-1)?.text, message).toBe(text);
  }
  for (const user of [...world.store.users.values()].filter(isRegistered)) {
    expect(user.attached, message).toEqual([connect, ...policies]);
    expect([...(world.iot.attached.get(user.identityId) ?? [])].sort(), message).toEqual(
      [connect, ...policies].sort(),
    );
  }
};
