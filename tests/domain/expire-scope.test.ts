import { describe, expect, test } from 'vitest';
import { expiredKeptMs, expireScope, nextInstant } from '../../src/domain/expire-scope.ts';
import type { Scope } from '../../src/domain/scope.ts';
import { subjectOf } from './rules.ts';
import { grantOf, placesOf, scopeOf, space } from './scopes.ts';

const day = 24 * 3_600_000;
const now = 100 * day;
const ending = (grantId: string, expiresAt?: number, words = `allow publish ${grantId}`) =>
  grantOf(grantId, words, expiresAt === undefined ? {} : { expiresAt });
const expired = (changes: Partial<Scope>, at = now) => {
  const result = expireScope({ space, scope: scopeOf(changes), now: at });
  if (!result) throw new Error('nothing was to be done');
  return result;
};

describe('the passing of time', () => {
  test('changes nothing while no grant ends and none is to be forgotten', () => {
    const scope = scopeOf({
      grants: [ending('g1'), ending('g2', now + 1)],
      expired: [ending('g0', now - 30 * day + 1)],
    });
    expect(expireScope({ space, scope, now })).toBeUndefined();
    expect(expireScope({ space, scope: scopeOf(), now })).toBeUndefined();
  });

  test('ends grants, of which the scope knows for 30 days', () => {
    const [standing, gone, earlier] = [ending('g3'), ending('g1', now), ending('g2', now - 2)];
    const scope = scopeOf({ grants: [gone, standing], expired: [earlier], description: 'operators' });
    const { subject, state, documents, description } = scope;
    expect(expireScope({ space, scope, now })).toEqual({
      scope: {
        subject,
        state,
        documents,
        description,
        grants: [standing],
        expired: [gone, earlier],
        generation: 5,
      },
      ended: [gone],
      purged: [],
      documentsChanged: false,
      removedSubscriptions: [],
    });
    expect(expiredKeptMs).toBe(30 * day);
  });

  test('forgets what ended 30 days ago', () => {
    const result = expired({
      grants: [ending('g4', now + 1), ending('g5', now - 31 * day)],
      expired: [ending('g1', now - 30 * day), ending('g3', now - 30 * day + 1), ending('g2', now - 40 * day)],
    });
    expect(result.purged).toEqual(['g1', 'g2', 'g5']);
    expect(result.ended.map(({ grantId }) => grantId)).toEqual(['g5']);
    expect(result.scope.expired.map(({ grantId }) => grantId)).toEqual(['g3']);
    expect(result.scope.grants.map(({ grantId }) => grantId)).toEqual(['g4']);
  });

  test('raises the generation also when it only forgets', () => {
    const result = expired({ expired: [ending('g1', now - 30 * day)] });
    expect(result).toMatchObject({ scope: { generation: 5, expired: [] }, ended: [], purged: ['g1'] });
  });

  test('leaves a scope that is being deleted so', () => {
    expect(expired({ state: 'deleting', grants: [ending('g1', now)] }).scope.state).toBe('deleting');
  });

  test('names the subscriptions that are granted no more', () => {
    const grants = [ending('g1', now, 'allow subscribe a/#'), ending('g2', undefined, 'allow subscribe b/#')];
    expect(expired({ grants }).removedSubscriptions).toEqual(['a/#']);
  });

  test.each([
    ['falls when less is left', 15, 25, 2, 1, true],
    ['falls to none when nothing is left', 0, 5, 1, 0, true],
    ['stays when as much is needed', 25, 3, 2, 2, false],
  ])("the number of a user's documents %s", (_, standing, gone, before, documents, documentsChanged) => {
    const subject = subjectOf('user/a');
    const grants = [
      ...placesOf(standing, subject),
      ...placesOf(gone, subject, 'q').map((grant, n) => ({
        ...grant,
        rule: grantOf('', `deny publish b/${n}`, { subject }).rule,
        expiresAt: now,
      })),
    ];
    const result = expired({ subject, documents: before, grants });
    expect([result.scope.documents, result.documentsChanged]).toEqual([documents, documentsChanged]);
  });

  test('makes a second document for what a grant covered until it ended', () => {
    const subject = subjectOf('user/a');
    const cover = grantOf('cover', 'allow publish a/#', { subject, expiresAt: now });
    const result = expired({ subject, documents: 1, grants: [...placesOf(30, subject), cover] });
    expect([result.scope.documents, result.documentsChanged]).toEqual([2, true]);
  });

  test('leaves the number of documents of others, and of grants that never fitted', () => {
    const gone = ending('gone', now);
    expect(expired({ documents: 3, grants: [gone] })).toMatchObject({
      scope: { documents: 3 },
      documentsChanged: false,
    });
    const subject = subjectOf('user/a');
    const never = expired({ subject, documents: 2, grants: [...placesOf(90, subject), gone] });
    expect([never.scope.documents, never.documentsChanged]).toEqual([2, false]);
  });
});

describe('the next instant', () => {
  test.each([
    ['is none without an end', [undefined], [], undefined],
    ['is none without grants', [], [], undefined],
    ['is the earliest end', [undefined, 900, 700, 800], [], 700],
    ['is 30 days after the earliest end', [], [900, 700], 700 + 30 * day],
    ['is whatever comes first', [5], [900], 5],
    ['is whatever comes first', [now], [900], 900 + 30 * day],
  ] as const)('%s', (_, ends, gone, expected) => {
    const grants = ends.map((end, n) => ending(`g${n}`, end));
    expect(nextInstant({ grants, expired: gone.map((end, n) => ending(`e${n}`, end)) })).toBe(expected);
  });

  test('after what was due is done is later', () => {
    const scope = scopeOf({
      grants: [ending('g1', now), ending('g2', now + 7)],
      expired: [ending('g0', now - 30 * day)],
    });
    const result = expired(scope);
    expect(nextInstant(scope)).toBe(now);
    expect(nextInstant(result.scope)).toBe(now + 7);
    expect(nextInstant(expired({ grants: [ending('g1', now)] }).scope)).toBe(now + 30 * day);
  });
});
