// What only the table can get wrong: requests, limits, indexes, and items that nobody can read.
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { formatSubject, type Subject } from '../../src/domain/subject.ts';
import { type OpenedTable, useTables } from '../contracts/open-store.ts';
import {
  auditEvent,
  contentOf,
  dueOf,
  everyoneScope,
  firstIntent,
  founding,
  group,
  identityId,
  now,
  recordedGrant,
  scopeChange,
  userId,
} from '../fakes/samples.ts';

const open = useTables();
let opened: OpenedTable;
beforeEach(async () => {
  opened = await open();
  opened.dynamodb.forgetCalls();
});

const ofGroup = (name: string): Subject => ({ kind: 'group', group: group(name) });
const manyGroups = (count: number) => Array.from({ length: count }, (_, index) => group(`group-${index}`));
const put = (Item: Record<string, unknown>) =>
  opened.table.client.send(new PutCommand({ TableName: opened.table.tableName, Item }));

describe('requests', () => {
  it('one reads what decides about a user, and two at once do for the most groups that Cognito has', async () => {
    await opened.store.readProvisioning({ userId: userId('user-1'), groups: manyGroups(96) });
    expect(opened.dynamodb.calls()).toEqual({ BatchGetItem: 1 });
    await opened.store.readProvisioning({ userId: userId('user-1'), groups: manyGroups(100) });
    expect(opened.dynamodb.calls()).toEqual({ BatchGetItem: 3 });
  });

  it('one stores a change, one lists a page, one counts members', async () => {
    await opened.store.changeScopes(founding(everyoneScope()));
    await opened.store.listGrants({ limit: 200 });
    await opened.store.countMembers(group('a'), 1000);
    expect(opened.dynamodb.calls()).toEqual({ TransactWriteItems: 1, Query: 2 });
  });

  it('none is made for nothing', async () => {
    await opened.store.readGrants([]);
    await opened.store.saveMemberships(userId('user-1'), []);
    expect(opened.dynamodb.calls()).toEqual({});
  });
});

describe('a change that is too large for one transaction', () => {
  const change = (grants: number, due: number) =>
    scopeChange({
      puts: Array.from({ length: grants }, (_, index) => ({
        grant: recordedGrant(`g${index}`, ofGroup('a')),
      })),
      due: Array.from({ length: due }, (_, index) =>
        dueOf({ task: 'apply-scope', subject: ofGroup(`g${index}`) }),
      ),
      audit: auditEvent({ action: 'grants-changed' }),
    });

  it.each([
    [100, 0],
    [0, 100],
    [101, 3],
  ])('is refused before anything is sent: %i grants, %i pieces of work', async (grants, due) => {
    await expect(opened.store.changeScopes(change(grants, due))).rejects.toThrow(RangeError);
    expect(opened.dynamodb.calls()).toEqual({});
    expect(await opened.items()).toEqual([]);
  });

  it.each([
    [98, 0, 1],
    [50, 48, 1],
    [98, 1, 2],
    [99, 99, 2],
  ])(
    'is stored, with its companions before it: %i grants, %i pieces of work, %i requests',
    async (grants, due, requests) => {
      expect(await opened.store.changeScopes(change(grants, due))).toBe('stored');
      expect(opened.dynamodb.calls()).toEqual({ TransactWriteItems: requests });
      expect(await opened.items()).toHaveLength(grants + due + 2);
    },
  );

  it('leaves work that is due and nothing that it would be about when it is refused', async () => {
    await opened.store.changeScopes(scopeChange({ puts: [{ grant: recordedGrant('g0', ofGroup('a')) }] }));
    const { length } = await opened.store.readGrants(['g0', 'g1']);
    expect(await opened.store.changeScopes(change(98, 60))).toBe('conflict');
    expect(await opened.store.readGrants(['g0', 'g1'])).toHaveLength(length);
    expect(
      (await opened.store.listAuditEvents({ of: { subject: 'everyone' }, limit: 5 })).items,
    ).toHaveLength(1);
    expect((await opened.store.listDue(now, 100)).length).toBe(60);
  });

  it('stores nothing when the work cannot be stored', async () => {
    opened.dynamodb.faults.inject('TransactWriteItems', { kind: 'fail', error: 'AccessDeniedException' });
    await expect(opened.store.changeScopes(change(98, 60))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    expect(await opened.items()).toEqual([]);
  });
});

describe('an answer that is lost on the way', () => {
  it('makes no second change', async () => {
    opened.dynamodb.faults.inject('TransactWriteItems', { kind: 'lose-answer' });
    expect(await opened.store.changeScopes(founding(everyoneScope()))).toBe('stored');
    expect(opened.dynamodb.calls()).toEqual({ TransactWriteItems: 2 });
  });

  it('does not lose how work goes on', async () => {
    const work = { task: 'apply-members', group: group('a'), round: 1 } as const;
    const due = dueOf(work);
    const next = dueOf({ ...work, after: 'user-5' });
    await opened.store.saveDue(due);
    opened.dynamodb.faults.inject('PutItem', { kind: 'lose-answer' });
    expect(await opened.store.finishDue(due, next)).toBe('stored');
    expect(await opened.store.listDue(now, 5)).toEqual([next]);
  });
});

describe('a list', () => {
  it('has whole pages however large its items are', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    for (const name of names) {
      // Eight of them are more than the 1 MB of an answer.
      const scope = everyoneScope({ subject: ofGroup(name), description: 'x'.repeat(200_000) });
      await opened.store.changeScopes(founding(scope));
    }
    opened.dynamodb.forgetCalls();
    const { items, after } = await opened.store.listGroups({ limit: 7 });
    expect(items.map(({ subject }) => formatSubject(subject))).toEqual(
      names.slice(0, 7).map((name) => `group/${name}`),
    );
    expect(after).toBe('g');
    expect(opened.dynamodb.calls()['Query']).toBeGreaterThan(1);
    const scopes = await opened.store.readScopes([...names, ...names].map(ofGroup));
    expect(scopes).toHaveLength(8);
  });
});

describe('an item of due work that says nothing', () => {
  const poison = (n: number) => ({
    pk: `due#apply-scope/group/p${n}`,
    sk: 'due',
    kind: 'due',
    key: `2020-01-01T00:00:00.000Z#${n}`,
    work: { task: 'make-coffee' },
    dueAt: 5,
    failures: 0,
    stamp: 's',
  });

  it('is reported and holds up nothing, even when there is more of it than is asked for', async () => {
    for (let n = 0; n < 7; n++) await put(poison(n));
    const due = [1, 2, 3].map((n) =>
      dueOf({ task: 'apply-scope', subject: ofGroup(`g${n}`) }, { dueAt: now + n }),
    );
    for (const each of due) await opened.store.saveDue(each);
    expect(await opened.store.listDue(now + 3, 2)).toEqual(due.slice(0, 2));
    expect(opened.unreadable.map(({ key }) => key)).toEqual(
      Array.from({ length: 7 }, (_, n) => `due#apply-scope/group/p${n}`),
    );
    expect(opened.unreadable[0]?.cause).toBeInstanceOf(Error);
  });

  it.each([
    ['no work', { work: undefined }],
    ['no time', { dueAt: undefined }],
    ['no stamp', { stamp: undefined }],
    ['less than no failures', { failures: -1 }],
    ['a subject that is none', { work: { task: 'apply-scope', subject: 'role/x' } }],
    ['a client that is none', { work: { task: 'disconnect', clientId: 'x', changeId: 'c' } }],
    ['a third round', { work: { task: 'apply-members', group: 'a', round: 3 } }],
  ])('has, say, %s', async (_what, changes) => {
    await put({ ...poison(1), work: { task: 'apply-scope', subject: 'everyone' } });
    expect(await opened.store.listDue(now, 5)).toHaveLength(1);
    await put({ ...poison(1), work: { task: 'apply-scope', subject: 'everyone' }, ...changes });
    expect(await opened.store.listDue(now, 5)).toEqual([]);
    expect(opened.unreadable).toHaveLength(1);
  });
});

describe('the indexes and the time to live', () => {
  beforeEach(async () => {
    await opened.store.changeScopes(
      scopeChange({
        scopes: [
          { scope: contentOf(everyoneScope({ subject: ofGroup('a') })) },
          { scope: contentOf(everyoneScope()) },
        ],
        puts: [{ grant: recordedGrant('g1', ofGroup('a'), { expiresAt: now + 5 }) }],
        due: [dueOf({ task: 'apply-scope', subject: ofGroup('a') })],
        audit: auditEvent({ actor: 'admin-1', subjects: ['group/a', 'everyone'] }),
      }),
    );
    await opened.store.intendRegistration(firstIntent());
    await opened.store.saveMemberships(userId('user-1'), [group('a')]);
    await opened.store.saveEndpoint('endpoint.example');
  });

  it('hold each item where it is looked for, and nowhere else', async () => {
    const kinds = (await opened.items('byKind')).map(({ kind }) => kind).sort();
    expect(kinds).toEqual(['audit', 'audit', 'due', 'due', 'grant', 'group', 'user']);
    const actors = (await opened.items('byActor')).map(({ sk, actor }) => `${sk} ${actor}`).sort();
    expect(actors).toEqual(['audit admin-1', 'audit system']);
    expect(await opened.items('byIdentity')).toEqual([{ pk: 'user#user-1', sk: 'user', identityId }]);
  });

  it('end audit events and what points to them after 400 days, and nothing else', async () => {
    const expiring = (await opened.items()).filter(({ ttl }) => ttl !== undefined);
    expect(expiring.map(({ pk }) => String(pk).split('#')[0]).sort()).toEqual([
      'audit',
      'audit',
      'audit-of',
      'audit-of',
      'audit-of',
    ]);
    expect(new Set(expiring.map(({ ttl }) => ttl))).toEqual(new Set([now / 1000 + 400 * 86_400]));
  });

  it('keep no event that has expired in the list of a subject, whatever still points to it', async () => {
    await put({ pk: 'audit-of#everyone', sk: '2026-01-01T00:00:00.001Z#gone', ttl: 1 });
    const { items } = await opened.store.listAuditEvents({ of: { subject: 'everyone' }, limit: 5 });
    expect(items.map(({ actor }) => actor)).toEqual(['admin-1']);
  });
});
