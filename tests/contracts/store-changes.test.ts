// Changes of scopes and grants: stored whole, on what was read, or not at all.
import { beforeEach, describe, expect, it } from 'vitest';
import { parsePolicyName } from '../../src/domain/policy-name.ts';
import { everyone, formatSubject, type Subject } from '../../src/domain/subject.ts';
import type { ScopeChange } from '../../src/provisioning/ports.ts';
import type { Store } from '../fakes/memory-store.ts';
import {
  auditEvent,
  contentOf,
  dueOf,
  everyoneScope,
  firstIntent,
  founding,
  group,
  now,
  parsed,
  recordedGrant,
  scopeChange,
  userId,
} from '../fakes/samples.ts';
import { bothStores, type Opened } from './open-store.ts';

const operators: Subject = { kind: 'group', group: group('operators') };
const userSubject = (id: string): Subject => ({ kind: 'user', userId: userId(id) });
const content = (subject: Subject, changes: Partial<Parameters<typeof contentOf>[0]> = {}) =>
  contentOf(everyoneScope({ subject, grants: [], ...changes }));
const lease = (owner: string) => ({ owner, now, until: now + 1000 });
const grant = (id: string, changes: Parameters<typeof recordedGrant>[2] = {}) =>
  recordedGrant(id, operators, changes);

describe.each(bothStores())('a change in the store %s', (_where, open) => {
  let opened: Opened;
  let store: Store;
  beforeEach(async () => {
    opened = await open();
    store = opened.store;
  });
  const scopeOf = async (subject: Subject) => (await store.readScopes([subject]))[0];

  it('stores scope, grant, work to come and audit event together', async () => {
    const work = { task: 'apply-scope', subject: operators } as const;
    const made = grant('g1', { expiresAt: now + 5, reason: 'INC-4711' });
    const { grantId, rule, expiresAt } = made;
    const audit = auditEvent({ action: 'grants-changed', subjects: ['group/operators'] });
    const standing = { grantId, rule, expiresAt: expiresAt ?? 0 };
    const scope = content(operators, {
      description: 'On shift',
      documents: 2,
      grants: [standing],
      expired: [{ grantId: 'g0', rule, expiresAt: now - 5 }],
    });
    const change = scopeChange({ scopes: [{ scope }], puts: [{ grant: made }], due: [dueOf(work)], audit });
    expect(await store.changeScopes(change)).toBe('stored');
    const whole = { ...scope, appliedGeneration: 0, applied: [], effectiveBy: 0 };
    expect(await store.readScopes([operators])).toEqual([whole]);
    expect(await store.readGrants(['g1'])).toEqual([made]);
    expect(await store.isDue(work)).toBe(true);
    expect((await store.listAuditEvents({ of: 'all', limit: 5 })).items).toEqual([audit]);
    const found = await store.readProvisioning({ userId: userId('user-1'), groups: [group('operators')] });
    const { applied: _, ...summary } = whole;
    expect(found.scopes).toEqual([summary]);
  });

  it('stores work that is due twice once, as it is said last', async () => {
    const work = { task: 'apply-scope', subject: operators } as const;
    const [first, last] = [dueOf(work), dueOf(work, { dueAt: now + 1 })];
    expect(await store.changeScopes(scopeChange({ due: [first, last] }))).toBe('stored');
    expect(await store.listDue(now + 5, 5)).toEqual([last]);
  });

  it('changes what a scope says and leaves what was applied of it', async () => {
    const applied = [{ name: parsed(parsePolicyName('attache-test-x-1')), text: '{}', versions: ['1'] }];
    await store.changeScopes(founding(everyoneScope()));
    await store.leaseScope(everyone, lease('a'));
    const record = { subject: everyone, owner: 'a', generation: 1, applied, effectiveBy: 7 };
    await store.recordScope(record);
    const scope = content(everyone, { generation: 2, documents: 3 });
    expect(await store.changeScopes(scopeChange({ scopes: [{ scope, was: 1 }] }))).toBe('stored');
    expect(await scopeOf(everyone)).toEqual({ ...scope, appliedGeneration: 1, applied, effectiveBy: 7 });
  });

  it('takes no lease away, and no mark that something may be unrecorded', async () => {
    await store.changeScopes(founding(everyoneScope()));
    await store.leaseScope(everyone, lease('a'));
    const scope = content(everyone, { generation: 2 });
    await store.changeScopes(scopeChange({ scopes: [{ scope, was: 1 }] }));
    expect(await store.leaseScope(everyone, lease('b'))).toEqual({ refused: 'held' });
    const record = { subject: everyone, owner: 'a', applied: [], effectiveBy: 7 };
    expect(await store.recordScope({ ...record, generation: 1 })).toBe('conflict');
    await store.releaseScope(everyone, 'a');
    expect(await store.leaseScope(everyone, lease('b'))).toMatchObject({
      leased: { generation: 2 },
      certain: false,
    });
  });

  it('gives a description, changes it and takes it away', async () => {
    const said: unknown[] = [];
    for (const [was, description] of [undefined, 'one', 'two', undefined, 'three'].entries()) {
      const scope = content(operators, { generation: was + 1, description });
      const change = scopeChange({ scopes: [{ scope, ...(was > 0 && { was }) }] });
      expect(await store.changeScopes(change)).toBe('stored');
      said.push((await scopeOf(operators))?.description);
    }
    expect(said).toEqual([undefined, 'one', 'two', undefined, 'three']);
  });

  it('changes and removes grants on the version that was read', async () => {
    await store.changeScopes(
      scopeChange({ puts: [{ grant: grant('g1', { reason: 'a' }) }, { grant: grant('g2') }] }),
    );
    const next = grant('g1', { version: 2, generation: 4 });
    const change = scopeChange({ puts: [{ grant: next, was: 1 }], removals: [{ grantId: 'g2', was: 1 }] });
    expect(await store.changeScopes(change)).toBe('stored');
    expect(await store.readGrants(['g2', 'g1'])).toEqual([next]);
  });

  it('raises the generation of a known user and nothing else of it', async () => {
    await store.intendRegistration(firstIntent());
    const [before] = await store.readUsers([userId('user-1')]);
    const users = [
      { userId: userId('user-1'), known: true },
      { userId: userId('user-2'), known: false },
    ];
    expect(await store.changeScopes(scopeChange({ users }))).toBe('stored');
    expect(await store.readUsers(users.map((each) => each.userId))).toEqual([{ ...before, generation: 2 }]);
  });

  describe('is refused and stores nothing', () => {
    /** Fine in all but what is planted into it. */
    const change = (planted: Partial<ScopeChange>) =>
      scopeChange({
        scopes: [{ scope: content(operators, { generation: 2 }), was: 1 }, { scope: content(everyone) }],
        puts: [{ grant: grant('g1', { version: 2 }), was: 1 }, { grant: grant('g3') }],
        removals: [{ grantId: 'g2', was: 1 }],
        users: [
          { userId: userId('user-1'), known: true },
          { userId: userId('user-2'), known: false },
        ],
        due: [dueOf({ task: 'apply-scope', subject: operators })],
        ...planted,
      });
    beforeEach(async () => {
      await store.changeScopes(founding(everyoneScope({ subject: operators })));
      await store.changeScopes(scopeChange({ puts: [{ grant: grant('g1') }, { grant: grant('g2') }] }));
      await store.intendRegistration(firstIntent());
    });

    const cases: [string, Partial<ScopeChange>][] = [
      ['a scope that exists is to be made', { scopes: [{ scope: content(operators) }] }],
      ['a scope does not exist', { scopes: [{ scope: content(everyone, { generation: 2 }), was: 1 }] }],
      [
        'a scope has an older generation',
        { scopes: [{ scope: content(operators, { generation: 3 }), was: 2 }] },
      ],
      ['a scope has a newer generation', { scopes: [{ scope: content(operators), was: 0 }] }],
      ['a grant that exists is to be made', { puts: [{ grant: grant('g1') }] }],
      ['a grant to be changed does not exist', { puts: [{ grant: grant('g9', { version: 2 }), was: 1 }] }],
      ['a grant to be changed has another version', { puts: [{ grant: grant('g1'), was: 2 }] }],
      ['a grant to be removed does not exist', { removals: [{ grantId: 'g9', was: 1 }] }],
      ['a grant to be removed has another version', { removals: [{ grantId: 'g2', was: 2 }] }],
      ['a known user does not exist', { users: [{ userId: userId('user-2'), known: true }] }],
      ['an unknown user exists', { users: [{ userId: userId('user-1'), known: false }] }],
    ];
    it.each(cases)('when %s', async (_what, planted) => {
      const before = await opened.everything();
      expect(await store.changeScopes(change(planted))).toBe('conflict');
      expect(await opened.everything()).toEqual(before);
    });

    it('and is stored when nothing is amiss', async () => {
      expect(await store.changeScopes(change({}))).toBe('stored');
    });
  });

  it('is one of several made of the same reading', async () => {
    await store.changeScopes(founding(everyoneScope()));
    const outcomes = await Promise.all(
      ['a', 'b', 'c', 'd'].map((id) =>
        store.changeScopes(
          scopeChange({
            scopes: [{ scope: content(everyone, { generation: 2, description: id }), was: 1 }],
            puts: [{ grant: recordedGrant(id, everyone) }],
          }),
        ),
      ),
    );
    expect(outcomes.toSorted()).toEqual(['conflict', 'conflict', 'conflict', 'stored']);
    const [stored] = await store.readGrants(['a', 'b', 'c', 'd']);
    expect((await scopeOf(everyone))?.description).toBe(stored?.grantId);
  });

  /** A grant for each of 20 users, with an end: as much as one request may ask for. */
  const largest = (known: boolean, was?: number): ScopeChange => {
    const users = Array.from({ length: 20 }, (_, index) => userId(`user-${index}`));
    const subjects = users.map((id) => userSubject(id));
    return scopeChange({
      scopes: subjects.map((subject) => ({ scope: content(subject), was })),
      puts: subjects.map((subject) => ({ grant: recordedGrant(formatSubject(subject), subject) })),
      users: users.map((id) => ({ userId: id, known })),
      due: [
        ...subjects.map((subject) => dueOf({ task: 'apply-scope', subject })),
        ...subjects.map((subject) => dueOf({ task: 'expire-grants', subject })),
        ...users.map((id) => dueOf({ task: 'apply-user', userId: id })),
      ],
      audit: auditEvent({ subjects: subjects.map(formatSubject) }),
    });
  };

  it('may be about 20 grants of 20 users, with all that comes of it', async () => {
    for (let index = 0; index < 20; index++)
      await store.intendRegistration(firstIntent({ userId: userId(`user-${index}`) }));
    const change = largest(true);
    expect(await store.changeScopes(change)).toBe('stored');
    expect(await store.readScopes(change.scopes.map(({ scope }) => scope.subject))).toHaveLength(20);
    expect(
      (await store.readUsers(change.users.map((each) => each.userId))).map((each) => each.generation),
    ).toEqual(Array.from({ length: 20 }, () => 2));
    expect(await store.listDue(now, 100)).toHaveLength(60);
    for (const subject of change.audit.subjects)
      expect((await store.listAuditEvents({ of: { subject }, limit: 1 })).items).toEqual([change.audit]);
  });

  it('of that size, too, changes nothing when it is refused', async () => {
    await store.intendRegistration(firstIntent({ userId: userId('user-19') }));
    const change = largest(false);
    expect(await store.changeScopes(change)).toBe('conflict');
    expect(await store.readScopes(change.scopes.map(({ scope }) => scope.subject))).toEqual([]);
    expect(await store.readGrants(change.puts.map((put) => put.grant.grantId))).toEqual([]);
    for (const of of [
      'all',
      { actor: 'system' },
      { subject: 'user/user-0' },
      { subject: 'user/user-19' },
    ] as const) {
      const { items } = await store.listAuditEvents({ of, limit: 5 });
      expect(items.map(({ action }) => action)).not.toContain('scope-founded');
    }
  });

  it('ends a group with 80 grants', async () => {
    const ids = Array.from({ length: 80 }, (_, index) => `g${index}`);
    await store.changeScopes(
      scopeChange({
        scopes: [{ scope: content(operators) }],
        puts: ids.map((id) => ({ grant: grant(id) })),
      }),
    );
    const scope = content(operators, { state: 'deleting', generation: 2 });
    const work = [
      dueOf({ task: 'delete-scope', subject: operators }),
      dueOf({ task: 'apply-members', group: group('operators'), round: 1 }),
    ];
    const removals = ids.map((grantId) => ({ grantId, was: 1 }));
    const change = scopeChange({ scopes: [{ scope, was: 1 }], removals, due: work });
    expect(await store.changeScopes(change)).toBe('stored');
    expect(await store.readGrants(ids)).toEqual([]);
    expect(await scopeOf(operators)).toMatchObject({ state: 'deleting' });
    const found = await store.readProvisioning({ userId: userId('user-1'), groups: [group('operators')] });
    expect(found.scopes).toEqual([]);
  });

  it('forgets a scope of the generation that is given, and it can be made anew', async () => {
    await store.changeScopes(founding(everyoneScope({ generation: 4 })));
    expect(await store.forgetScope({ subject: everyone, generation: 3 })).toBe('conflict');
    expect(await store.forgetScope({ subject: everyone, generation: 5 })).toBe('conflict');
    expect(await scopeOf(everyone)).toBeDefined();
    expect(await store.forgetScope({ subject: everyone, generation: 4 })).toBe('stored');
    expect(await store.forgetScope({ subject: everyone, generation: 4 })).toBe('conflict');
    expect(await scopeOf(everyone)).toBeUndefined();
    expect(await store.changeScopes(founding(everyoneScope()))).toBe('stored');
    expect(await store.leaseScope(everyone, lease('a'))).toMatchObject({ certain: true });
  });

  it('is about any group that Cognito knows, each for itself', async () => {
    const names = ['a#b', 'a/b', '__proto__', 'constructor', 'everyone', '名前', '😀', 'a%2Fb', '"', '\\'];
    for (const name of names) {
      const subject: Subject = { kind: 'group', group: group(name) };
      const change = scopeChange({
        scopes: [{ scope: content(subject, { description: name }) }],
        due: [dueOf({ task: 'apply-scope', subject })],
        audit: auditEvent({ subjects: [`group/${name}`], reason: name }),
      });
      expect(await store.changeScopes(change)).toBe('stored');
    }
    for (const name of names) {
      expect((await scopeOf({ kind: 'group', group: group(name) }))?.description).toBe(name);
      const { items } = await store.listAuditEvents({ of: { subject: `group/${name}` }, limit: 5 });
      expect(items.map(({ reason }) => reason)).toEqual([name]);
    }
    expect(await store.listDue(now, 100)).toHaveLength(names.length);
  });
});
