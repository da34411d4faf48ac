import { describe, expect, test } from 'vitest';
import { changeScope, maximumGrants, type ScopeChangeRequest } from '../../src/domain/change-scope.ts';
import { everyone } from '../../src/domain/subject.ts';
import { subjectOf } from './rules.ts';
import { grantOf, placesOf, scopeOf, space } from './scopes.ts';

const now = 1_000_000;
const change = (request: Partial<ScopeChangeRequest>) =>
  changeScope({ space, subject: everyone, scope: undefined, puts: [], removals: [], now, ...request });
const changed = (request: Partial<ScopeChangeRequest>) => {
  const result = change(request);
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.fault)}`);
  return result.value;
};
const ids = (grants: readonly { readonly grantId: string }[]) => grants.map(({ grantId }) => grantId);

describe('a change of grants', () => {
  test('makes a scope that was not there, of the first generation', () => {
    const grant = grantOf('g1', 'allow publish a');
    expect(changed({ puts: [grant] })).toEqual({
      scope: {
        subject: everyone,
        state: 'active',
        description: undefined,
        documents: 1,
        grants: [grant],
        expired: [],
        generation: 1,
      },
      documentsChanged: true,
      ended: [],
      removedSubscriptions: [],
    });
  });

  test('raises the generation by one, also when it changes nothing', () => {
    const scope = scopeOf({ grants: [grantOf('g1', 'allow publish a')], description: 'operators' });
    const { grants, expired, description, documents, state } = scope;
    expect(changed({ scope })).toEqual({
      scope: { subject: everyone, state, description, documents, grants, expired, generation: 5 },
      documentsChanged: false,
      ended: [],
      removedSubscriptions: [],
    });
  });

  test('puts, replaces and takes away by the ID, and keeps the order of IDs', () => {
    const scope = scopeOf({
      grants: [grantOf('g3', 'allow publish c'), grantOf('g5', 'allow publish e')],
      expired: [
        grantOf('g2', 'allow publish b', { expiresAt: 1 }),
        grantOf('g7', 'allow publish g', { expiresAt: 1 }),
      ],
    });
    const puts = [
      grantOf('g4', 'allow publish d'),
      grantOf('g3', 'deny publish c'),
      grantOf('g1', 'allow publish a'),
    ];
    const { scope: after } = changed({ scope, puts, removals: ['g5', 'g2', 'unknown'] });
    expect(ids(after.grants)).toEqual(['g1', 'g3', 'g4']);
    expect(after.grants[1]?.rule.effect).toBe('deny');
    expect(ids(after.expired)).toEqual(['g7']);
  });

  test('keeps a grant that ends at once, or has ended, among the expired', () => {
    const gone = grantOf('g1', 'allow subscribe a', { expiresAt: now });
    const scope = scopeOf({ grants: [gone], expired: [grantOf('g0', 'allow publish z', { expiresAt: 5 })] });
    const puts = [
      grantOf('g3', 'allow publish c', { expiresAt: now - 1 }),
      grantOf('g4', 'allow publish d', { expiresAt: now + 1 }),
      grantOf('g2', 'allow publish d', { expiresAt: now }),
    ];
    const result = changed({ scope, puts });
    expect(ids(result.scope.grants)).toEqual(['g4']);
    expect(ids(result.scope.expired)).toEqual(['g0', 'g1', 'g2', 'g3']);
    expect(result.ended).toEqual([gone]);
    expect(result.removedSubscriptions).toEqual(['a']);
  });

  test('gives a grant that has ended a new end', () => {
    const scope = scopeOf({ expired: [grantOf('g1', 'allow publish a', { expiresAt: 5 })] });
    const { scope: after, ended } = changed({ scope, puts: [grantOf('g1', 'allow publish a')] });
    expect([ids(after.grants), after.expired, ended]).toEqual([['g1'], [], []]);
  });

  test('does not bring back what was recorded as ended, whatever a slow clock says', () => {
    const scope = scopeOf({ expired: [grantOf('g1', 'allow publish a', { expiresAt: now + 50 })] });
    expect(ids(changed({ scope }).scope.expired)).toEqual(['g1']);
  });

  test('names the subscriptions that are granted no more', () => {
    const scope = scopeOf({
      grants: [grantOf('g1', 'allow subscribe a/#'), grantOf('g2', 'allow subscribe b')],
    });
    expect(changed({ scope, removals: ['g1'] }).removedSubscriptions).toEqual(['a/#']);
    expect(changed({ scope, puts: [grantOf('g1', 'allow publish a/#')] }).removedSubscriptions).toEqual([
      'a/#',
    ]);
  });

  test('changes the description or leaves it', () => {
    const scope = scopeOf({ description: 'operators' });
    expect(changed({ scope, description: 'drivers' }).scope.description).toBe('drivers');
    expect(changed({ scope }).scope.description).toBe('operators');
    expect(changed({ scope, description: '' }).scope.description).toBeUndefined();
  });

  test('makes a scope anew that is being deleted', () => {
    const subject = subjectOf('group/a');
    const scope = scopeOf({ subject, state: 'deleting', documents: 3, description: 'gone' });
    const result = changed({ subject, scope, puts: [grantOf('g1', 'allow publish a', { subject })] });
    expect(result.scope).toMatchObject({ state: 'active', documents: 1, generation: 5 });
    expect(result.scope.description).toBeUndefined();
    expect(result.documentsChanged).toBe(true);
  });
});

describe('the number of documents', () => {
  test.each([
    ['of a new group is one', 'group/a', undefined, undefined, [1, true]],
    ['of a new group is what is asked for', 'group/a', undefined, 3, [3, true]],
    ['of a group stays', 'group/a', 2, undefined, [2, false]],
    ['of a group stays when the same is asked for', 'group/a', 2, 2, [2, false]],
    ['of a group can rise', 'group/a', 2, 3, [3, true]],
    ['of a group can fall', 'group/a', 2, 1, [1, true]],
    ['of everyone stays', 'everyone', 3, undefined, [3, false]],
    ['of a user is never asked for', 'user/a', 1, 2, [0, true]],
    ['of a user without grants stays none', 'user/a', 0, undefined, [0, false]],
    ['of a new user without grants is none', 'user/a', undefined, undefined, [0, false]],
  ] as const)('%s', (_, text, before, documents, expected) => {
    const subject = subjectOf(text);
    const scope = before === undefined ? undefined : scopeOf({ subject, documents: before });
    const result = changed({ subject, scope, documents });
    expect([result.scope.documents, result.documentsChanged]).toEqual(expected);
  });

  test.each([
    [1, 0, 1, true],
    [1, 1, 1, false],
    [30, 1, 2, true],
    [30, 2, 2, false],
  ])('of a user with %s grants, after %s, is %s', (count, before, after, documentsChanged) => {
    const subject = subjectOf('user/a');
    const result = changed({
      subject,
      scope: scopeOf({ subject, documents: before }),
      puts: placesOf(count, subject),
    });
    expect([result.scope.documents, result.documentsChanged]).toEqual([after, documentsChanged]);
  });
});

describe('a change is refused', () => {
  const scope = scopeOf({ grants: [grantOf('g2', 'allow publish a')] });

  test('when it would grant the same a second time', () => {
    expect(change({ scope, puts: [grantOf('g1', 'allow publish a')] })).toEqual({
      ok: false,
      fault: { code: 'grant-duplicate', grantId: 'g2', duplicate: 'g1' },
    });
  });

  test('not for the same of a grant that it replaces, takes away or finds ended', () => {
    const same = grantOf('g1', 'allow publish a');
    expect(change({ scope, puts: [same], removals: ['g2'] }).ok).toBe(true);
    expect(change({ scope, puts: [same, grantOf('g2', 'allow publish b')] }).ok).toBe(true);
    const past = scopeOf({ grants: [grantOf('g2', 'allow publish a', { expiresAt: now })] });
    expect(change({ scope: past, puts: [same] }).ok).toBe(true);
  });

  test('when there would be more than 500 grants, those that have ended included', () => {
    const subject = subjectOf('group/a');
    const many = (count: number, expiresAt?: number) =>
      Array.from({ length: count }, (_, n) =>
        grantOf(`${expiresAt ?? 0}-${n}`, `allow publish a/${expiresAt ?? 0}/${n}`, {
          subject,
          ...(expiresAt ? { expiresAt } : {}),
        }),
      );
    const cover = grantOf('a', 'allow publish a/#', { subject });
    const full = scopeOf({ subject, grants: [cover, ...many(249)], expired: many(250, 7) });
    const one = grantOf('b', 'allow publish a/b', { subject });
    expect(maximumGrants).toBe(500);
    expect(change({ subject, scope: full, puts: [one] })).toEqual({
      ok: false,
      fault: { code: 'grant-limit-exceeded', limit: 500 },
    });
    expect(change({ subject, scope: full, puts: [one], removals: ['7-3'] }).ok).toBe(true);
    expect(change({ subject, scope: full, removals: ['7-3'] }).ok).toBe(true);
  });

  test('when the grants do not fit the documents', () => {
    const subject = subjectOf('group/a');
    const puts = placesOf(30, subject);
    expect(change({ subject, puts })).toMatchObject({
      ok: false,
      fault: { code: 'policy-budget-exceeded', limit: 2048, documentsNeeded: 2 },
    });
    expect(change({ subject, puts, documents: 2 }).ok).toBe(true);
  });

  test('when fewer documents would not hold the grants', () => {
    const subject = subjectOf('group/a');
    const two = scopeOf({ subject, documents: 2, grants: placesOf(30, subject) });
    expect(change({ subject, scope: two, documents: 1 }).ok).toBe(false);
  });

  test('when what a removed grant covered does not fit without it', () => {
    const subject = subjectOf('group/a');
    const covered = scopeOf({
      subject,
      grants: [grantOf('a', 'allow publish a/#', { subject }), ...placesOf(30, subject)],
    });
    expect(change({ subject, scope: covered, removals: ['a'] }).ok).toBe(false);
  });
});
