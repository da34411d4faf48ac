// Grants end on time, by a change of its own; what was changed during an outage is applied after it.
import { describe, expect, it } from 'vitest';
import { expiredKeptMs } from '../../src/domain/expire-scope.ts';
import { scopePolicyNames } from '../../src/domain/policy-name.ts';
import { everyone, formatSubject, type Subject } from '../../src/domain/subject.ts';
import { awsError } from '../fakes/memory-iot.ts';
import { group, now, space, userId } from '../fakes/samples.ts';
import {
  addDue,
  addScope,
  addUser,
  dueKeys,
  grantOf,
  openSweepWorld,
  type SweepWorld,
} from './sweep-world.ts';

const minutes = 60_000;
const operators: Subject = { kind: 'group', group: group('operators') };
const alice: Subject = { kind: 'user', userId: userId('alice') };

const documentOf = (world: SweepWorld, subject: Subject, n = 1): string => {
  const name = scopePolicyNames(space, subject, n)[n - 1];
  return (name && world.iot.policies.get(name)?.versions.at(-1)?.text) ?? '';
};

/** A scope that is applied, with what is due of it. */
const appliedScope = async (
  world: SweepWorld,
  subject: Subject,
  changes: Parameters<typeof addScope>[2],
  expiresAt: number,
) => {
  addScope(world, subject, changes);
  await world.clock.run(world.flows().applyScope(subject));
  addDue(world, { task: 'expire-grants', subject }, expiresAt);
  world.calls.length = 0;
};

describe('a grant that ends', () => {
  it.each([everyone, operators, alice])(
    'leaves the documents of %j within one sweep, and no earlier',
    async (subject) => {
      const world = await openSweepWorld();
      const endsAt = now + 5 * minutes + 1000;
      const grants = [
        grantOf(subject, 'a/b', { id: 'ends', expiresAt: endsAt }),
        grantOf(subject, 'c/d', { id: 'stays' }),
      ];
      await appliedScope(world, subject, { grants }, endsAt);
      const seen: boolean[] = [];
      for (let minute = 0; minute < 8; minute++) {
        seen.push(documentOf(world, subject).includes('topic/a/b'));
        await world.sweepFor(1);
      }
      expect(seen).toEqual([true, true, true, true, true, true, true, false]);
      expect(documentOf(world, subject)).toContain('topic/c/d');
      expect(world.calls.map(({ name }) => name)).toEqual(['createVersion']);
      expect(world.store.scopes.get(formatSubject(subject))).toMatchObject({
        grants: [{ grantId: 'stays' }],
        expired: [{ grantId: 'ends' }],
        generation: 2,
        appliedGeneration: 2,
      });
      expect(world.store.audit).toMatchObject([
        {
          action: 'grants-expired',
          actor: 'system',
          subjects: [formatSubject(subject)],
          requestId: 'sweep-1',
          before: [{ grantId: 'ends', topicFilter: 'a/b' }],
        },
      ]);
      expect(world.reports).toEqual([]);
    },
  );

  it('is due again at the end of the next, and is forgotten 30 days later', async () => {
    const world = await openSweepWorld();
    const ends = [now + minutes, now + 3 * minutes];
    const grants = ends.map((expiresAt, index) => grantOf(everyone, `a/${index}`, { expiresAt }));
    await appliedScope(world, everyone, { grants }, now + minutes);
    await world.sweepFor(3);
    expect(world.store.due.get('expire-grants/everyone')?.dueAt).toBe(ends[1]);
    await world.sweepFor(3);
    expect(world.store.due.get('expire-grants/everyone')?.dueAt).toBe(now + minutes + expiredKeptMs);
    expect([...world.store.grants.keys()]).toEqual(['a/0', 'a/1']);
    await world.clock.pass(now + minutes + expiredKeptMs - world.clock.now());
    await world.sweepFor(4);
    expect([...world.store.grants.keys()]).toEqual([]);
    expect(world.store.scopes.get('everyone')).toMatchObject({ grants: [], expired: [] });
    expect(dueKeys(world).filter((key) => !key.startsWith('drop-sessions'))).toEqual([]);
  });

  it('is forgotten with many others in portions that fit a transaction', async () => {
    const world = await openSweepWorld();
    const expiresAt = now - expiredKeptMs - minutes;
    const expired = Array.from({ length: 250 }, (_, index) => grantOf(everyone, `a/${index}`, { expiresAt }));
    await appliedScope(world, everyone, { expired, grants: [grantOf(everyone, 'b')] }, now);
    const portions: number[] = [];
    world.storeHook = ({ name, args }, run) => {
      if (name === 'changeScopes') portions.push((args[0] as { removals: unknown[] }).removals.length);
      return run();
    };
    await world.sweepFor(6);
    expect(portions).toEqual([80, 80, 80, 10]);
    expect([...world.store.grants.keys()]).toEqual(['b']);
    expect(world.calls).toEqual([]);
    expect(dueKeys(world)).toEqual([]);
  });

  it('takes a user’s second document away with the attachment', async () => {
    const world = await openSweepWorld();
    const grants = Array.from({ length: 12 }, (_, index) =>
      grantOf(alice, `${'long-enough-to-fill-a-document/'.repeat(3)}${index}`, {
        id: `g${String(index).padStart(2, '0')}`,
        ...(index > 0 && { expiresAt: now + minutes }),
      }),
    );
    addUser(world, 'alice');
    await appliedScope(world, alice, { grants, documents: 2 }, now + minutes);
    await world.clock.run(world.flows().applyUser(userId('alice')));
    const user = () => world.store.users.get('alice');
    expect(user()?.attached).toHaveLength(3);
    await world.sweepFor(3);
    expect(user()).toMatchObject({ generation: 2, appliedGeneration: 2 });
    expect(user()?.attached).toEqual(['attache-test-connect', ...scopePolicyNames(space, alice, 1)]);
    expect([...world.iot.attached.values()].map((names) => [...names])).toEqual([user()?.attached]);
    expect(documentOf(world, alice, 2)).not.toContain('topic/');
  });

  it('has the sessions whose subscriptions outlive it dropped, now and after the window', async () => {
    const world = await openSweepWorld();
    const bob = addUser(world, 'bob', { groups: [group('operators')] });
    const grants = [
      grantOf(operators, 'a/b', { id: 'ends', expiresAt: now + minutes }),
      { ...grantOf(operators, 'a/#', { id: 'received' }), rule: receiveOnly('a/#') },
    ];
    await appliedScope(world, operators, { grants }, now + minutes);
    await world.sweepFor(4);
    expect(world.iot.dropped).toEqual([`${bob.identityId}:web-1`]);
    await world.sweepFor(10);
    const drops = world.calls.filter(({ name }) => name === 'dropConnection').map(({ at }) => at - now);
    expect(drops).toHaveLength(2);
    expect(drops[0]).toBeLessThan(4 * minutes);
    expect((drops[1] ?? 0) - (drops[0] ?? 0)).toBeGreaterThanOrEqual(8 * minutes - 1000);
    expect((drops[1] ?? 0) - (drops[0] ?? 0)).toBeLessThanOrEqual(9 * minutes);
  });

  it('is recorded although the scope is being changed by others', async () => {
    const world = await openSweepWorld();
    const grants = [grantOf(everyone, 'a/b', { id: 'ends', expiresAt: now })];
    await appliedScope(world, everyone, { grants }, now);
    let changes = 0;
    world.storeHook = async ({ name }, run) => {
      const scope = world.store.scopes.get('everyone');
      if (name === 'changeScopes' && scope && changes++ < 3) {
        world.store.scopes.set('everyone', { ...scope, generation: scope.generation + 1 });
      }
      return run();
    };
    const report = await world.sweepOnce();
    expect(report.tasks).toEqual({ 'expire-grants': { done: 1 } });
    expect(world.store.scopes.get('everyone')).toMatchObject({
      grants: [],
      generation: 5,
      appliedGeneration: 5,
    });
  });

  it('that is looked at too early is due at its end', async () => {
    const world = await openSweepWorld();
    const endsAt = now + 5 * minutes;
    const grants = [grantOf(everyone, 'a/b', { id: 'ends', expiresAt: endsAt })];
    await appliedScope(world, everyone, { grants }, now);
    expect((await world.sweepOnce()).tasks).toEqual({ 'expire-grants': { waiting: 1 } });
    expect(world.store.due.get('expire-grants/everyone')?.dueAt).toBe(endsAt);
    expect(world.calls).toEqual([]);
  });

  it('is not waited for when its scope is gone', async () => {
    const world = await openSweepWorld();
    addDue(world, { task: 'expire-grants', subject: operators });
    expect((await world.sweepOnce()).tasks).toEqual({ 'expire-grants': { done: 1 } });
    expect(dueKeys(world)).toEqual([]);
  });

  it('leaves AWS as it is when nothing can be called, and follows when it can', async () => {
    const world = await openSweepWorld();
    const grants = [grantOf(everyone, 'a/b', { id: 'ends', expiresAt: now + minutes })];
    await appliedScope(world, everyone, { grants }, now + minutes);
    world.hook = () => Promise.reject(awsError('ServiceUnavailableException'));
    await world.sweepFor(5);
    expect(documentOf(world, everyone)).toContain('topic/a/b');
    expect(world.store.scopes.get('everyone')).toMatchObject({ grants: [], appliedGeneration: 1 });
    world.hook = (_call, run) => run();
    await world.sweepFor(6);
    expect(documentOf(world, everyone)).not.toContain('topic/a/b');
    expect(world.store.scopes.get('everyone')).toMatchObject({ appliedGeneration: 2 });
  });
});

const receiveOnly = (filter: string) => ({
  ...grantOf(operators, filter).rule,
  actions: ['receive'] as const,
});

describe('scopes that are pending', () => {
  const subjects = Array.from(
    { length: 30 },
    (_, index): Subject => ({ kind: 'group', group: group(`group-${index}`) }),
  );

  it('are all applied after an outage', async () => {
    const world = await openSweepWorld();
    for (const subject of subjects) {
      addScope(world, subject, { grants: [grantOf(subject, 'a/b')] });
      addDue(world, { task: 'apply-scope', subject }, now + minutes);
    }
    world.hook = () => Promise.reject(awsError('ThrottlingException'));
    await world.sweepFor(10);
    expect([...world.iot.policies.keys()]).toEqual(['attache-test-connect', 'attache-test-suspended']);
    expect(world.store.due.size).toBe(30);
    world.hook = (_call, run) => run();
    const reports = await world.sweepFor(16);
    expect(world.store.due.size).toBe(0);
    for (const subject of subjects) {
      expect(documentOf(world, subject)).toContain('topic/a/b');
      expect(world.store.scopes.get(formatSubject(subject))?.appliedGeneration).toBe(1);
    }
    expect(reports.at(-1)).toEqual({ tasks: {}, oldestAgeMs: 0, left: 0 });
  });

  it('wait some seconds for whoever holds the lease, which is no failure', async () => {
    const world = await openSweepWorld();
    addScope(world, everyone, { grants: [grantOf(everyone, 'a/b')] });
    addDue(world, { task: 'apply-scope', subject: everyone });
    await world.store.leaseScope(everyone, { owner: 'someone', now, until: now + 40_000 });
    const report = await world.sweepOnce();
    expect(report.tasks).toEqual({ 'apply-scope': { waiting: 1 } });
    expect(world.store.due.get('apply-scope/everyone')).toMatchObject({ failures: 0 });
    expect(world.calls).toEqual([]);
    await world.sweepFor(2);
    expect(documentOf(world, everyone)).toContain('topic/a/b');
    expect(dueKeys(world)).toEqual([]);
  });

  it('are applied once by two sweeps at once', async () => {
    const world = await openSweepWorld();
    for (const subject of subjects.slice(0, 10)) {
      addScope(world, subject, { grants: [grantOf(subject, 'a/b')] });
      addDue(world, { task: 'apply-scope', subject });
    }
    await world.clock.run(Promise.all([world.startSweep(), world.startSweep()]));
    await world.sweepFor(2);
    expect(world.calls.filter(({ name }) => name === 'createPolicy')).toHaveLength(10);
    expect(world.calls.filter(({ name }) => name === 'createVersion')).toEqual([]);
    expect(dueKeys(world)).toEqual([]);
    expect(world.reports).toEqual([]);
  });
});
