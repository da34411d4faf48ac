// Work to come: oldest first, made due anew at any time, and finished only by whoever knows of that.
import { beforeEach, describe, expect, it } from 'vitest';
import { type Due, type Task, taskKey } from '../../src/domain/due.ts';
import { thingNameOf } from '../../src/domain/identifiers.ts';
import { everyone, type Subject } from '../../src/domain/subject.ts';
import type { Store } from '../fakes/memory-store.ts';
import {
  auditEvent,
  deviceId,
  dueOf,
  firstIntent,
  group,
  identityId,
  now,
  userId,
} from '../fakes/samples.ts';
import { bothStores } from './open-store.ts';

const operators: Subject = { kind: 'group', group: group('a/b#__proto__ü') };
const uid = userId('user-1');
const clientId = thingNameOf(identityId, deviceId('web-1'));

/** Each task in each of its forms. */
const tasks: readonly Task[] = [
  { task: 'apply-scope', subject: everyone },
  { task: 'apply-scope', subject: operators },
  { task: 'expire-grants', subject: { kind: 'user', userId: uid } },
  { task: 'apply-user', userId: uid },
  { task: 'apply-members', group: group('a/b'), round: 1 },
  { task: 'apply-members', group: group('c'), round: 2, after: 'user-7' },
  { task: 'drop-sessions', subject: operators, changeId: 'c1' },
  { task: 'drop-sessions', subject: everyone, changeId: 'c2', filters: ['a/+', '#'], after: 'x' },
  { task: 'disconnect', clientId, changeId: 'c1' },
  { task: 'delete-scope', subject: operators },
  { task: 'delete-scope', subject: { kind: 'group', group: group('c') }, detachedAt: now },
  { task: 'finish-registration', userId: uid, deviceId: deviceId('web-1'), attempt: 'attempt-1' },
  { task: 'finish-removal', userId: uid, deviceId: deviceId('__proto__') },
  { task: 'compare', since: now, stage: 'users', after: 'user-7' },
  { task: 'finish-offboarding', userId: uid, groups: [group('a/b'), group('c')], actor: 'admin-1' },
  { task: 'reconcile' },
  { task: 'reconcile', subject: operators, after: 'user-7' },
  { task: 'reconcile', subject: everyone },
];
const work: Task = { task: 'apply-scope', subject: everyone };

describe.each(bothStores())('work to come in the store %s', (_where, open) => {
  let store: Store;
  beforeEach(async () => {
    ({ store } = await open());
  });
  const listed = () => store.listDue(Number.MAX_SAFE_INTEGER, 100);

  it('is none at first', async () => {
    expect(await listed()).toEqual([]);
    expect(await store.isDue(work)).toBe(false);
  });

  it('is kept as it is, of every task', async () => {
    const all = tasks.map((task, index) => dueOf(task, { dueAt: now + index, failures: index }));
    for (const due of all) await store.saveDue(due);
    expect(await listed()).toEqual(all);
    for (const task of tasks) expect(await store.isDue(task), taskKey(task)).toBe(true);
    for (const due of all) expect(await store.finishDue(due)).toBe('stored');
    expect(await listed()).toEqual([]);
    for (const task of tasks) expect(await store.isDue(task)).toBe(false);
  });

  it('is listed oldest first, until a moment and that one included, up to the limit', async () => {
    const at = (offset: number) =>
      dueOf({ task: 'disconnect', clientId, changeId: `${offset}` }, { dueAt: now + offset });
    const all = [60_000, 0, -1, 1, -86_400_000, 3_000_000_000].map(at);
    for (const due of all) await store.saveDue(due);
    const idsOf = (list: readonly Due[]) => list.map(({ dueAt }) => dueAt - now);
    expect(idsOf(await store.listDue(now, 100))).toEqual([-86_400_000, -1, 0]);
    expect(idsOf(await store.listDue(now, 2))).toEqual([-86_400_000, -1]);
    expect(idsOf(await store.listDue(now + 60_000, 4))).toEqual([-86_400_000, -1, 0, 1]);
    expect(idsOf(await store.listDue(now - 86_400_001, 4))).toEqual([]);
    expect(idsOf(await listed())).toEqual([-86_400_000, -1, 0, 1, 60_000, 3_000_000_000]);
  });

  it('that is due in the year 10000 does not come before its time', async () => {
    await store.saveDue(dueOf(work, { dueAt: Date.UTC(9999, 11, 31) + 30 * 86_400_000 }));
    expect(await store.listDue(now, 5)).toEqual([]);
    expect(await listed()).toHaveLength(1);
  });

  it('is one item however often it is made due: the last says when', async () => {
    await store.saveDue(dueOf(work, { dueAt: now + 5, failures: 3 }));
    const last = dueOf(work, { dueAt: now + 1 });
    await store.saveDue(last);
    expect(await listed()).toEqual([last]);
  });

  it('is not finished when it was made due anew meanwhile', async () => {
    const first = dueOf(work);
    const second = dueOf(work);
    await store.saveDue(first);
    await store.saveDue(second);
    expect(await store.finishDue(first)).toBe('conflict');
    expect(await store.finishDue(first, dueOf(work, { dueAt: now + 9 }))).toBe('conflict');
    expect(await store.finishDue(first, dueOf({ task: 'apply-user', userId: uid }))).toBe('conflict');
    expect(await listed()).toEqual([second]);
    expect(await store.finishDue(second)).toBe('stored');
    expect(await store.finishDue(second)).toBe('conflict');
    expect(await store.finishDue(second, dueOf(work))).toBe('conflict');
    expect(await listed()).toEqual([]);
  });

  it('makes place for how it goes on', async () => {
    const round = (number: 1 | 2, after?: string): Task => ({
      task: 'apply-members',
      group: group('a'),
      round: number,
      after,
    });
    const first = dueOf(round(1));
    await store.saveDue(first);
    const second = dueOf(round(1, 'user-50'), { dueAt: now + 1 });
    expect(await store.finishDue(first, second)).toBe('stored');
    expect(await store.finishDue(first, second)).toBe('stored');
    const third = dueOf(round(2), { dueAt: now + 90_000, failures: 1 });
    expect(await store.finishDue(second, third)).toBe('stored');
    expect(await store.listDue(now + 1, 5)).toEqual([]);
    expect(await listed()).toEqual([third]);
  });

  it('makes place for other work, in its stead', async () => {
    const first = dueOf(work);
    const next = dueOf({ task: 'disconnect', clientId, changeId: 'c1' });
    await store.saveDue(first);
    expect(await store.finishDue(first, next)).toBe('stored');
    expect(await listed()).toEqual([next]);
    expect(await store.isDue(work)).toBe(false);
  });

  it('is finished by one of several', async () => {
    const due = dueOf(work);
    await store.saveDue(due);
    const outcomes = await Promise.all(
      [1, 2, 3].map((offset) => store.finishDue(due, dueOf(work, { dueAt: now + offset }))),
    );
    expect(outcomes.toSorted()).toEqual(['conflict', 'conflict', 'stored']);
  });

  it('comes of registrations and removals that are under way', async () => {
    const { attempt, dueAt } = firstIntent();
    await store.intendRegistration(firstIntent());
    const device = { userId: uid, deviceId: deviceId('web-1') };
    expect(await listed()).toMatchObject([
      { work: { task: 'finish-registration', ...device, attempt }, dueAt, failures: 0 },
    ]);
    await store.completeRegistration({ ...device, attempt, generation: 1, attached: [], effectiveBy: 0 });
    expect(await listed()).toEqual([]);
    await store.intendRemoval({ ...device, dueAt: now + 7, audit: auditEvent() });
    expect(await listed()).toMatchObject([
      { work: { task: 'finish-removal', ...device }, dueAt: now + 7, failures: 0 },
    ]);
    await store.completeRemoval({ ...device, clientId, disconnectAt: now + 8 });
    expect(await listed()).toMatchObject([
      { work: { task: 'disconnect', clientId }, dueAt: now + 8, failures: 0 },
    ]);
  });
});
