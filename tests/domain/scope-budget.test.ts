import { describe, expect, test } from 'vitest';
import type { StandingGrant } from '../../src/domain/scope.ts';
import { scopeBudget } from '../../src/domain/scope-budget.ts';
import { subjectOf } from './rules.ts';
import { grantOf, placesOf, space } from './scopes.ts';

const now = 1000;
const group = subjectOf('group/a');
const user = subjectOf('user/a');
const judged = (grants: readonly StandingGrant[], subject = group, documents = 1) =>
  scopeBudget({ space, subject, grants, documents, now });
const endingAt = (expiresAt: number, grants: readonly StandingGrant[]) =>
  grants.map((grant) => ({ ...grant, expiresAt }));
const cover = (expiresAt?: number, subject = group) =>
  grantOf('cover', 'allow publish a/#', { subject, ...(expiresAt === undefined ? {} : { expiresAt }) });

describe('the budget of a scope', () => {
  test('is as many documents as a group has, and as many as a user needs', () => {
    expect(judged([], group, 3)).toEqual({ ok: true, value: 3 });
    expect([0, 1, 20, 30].map((count) => judged(placesOf(count, user), user, 7))).toEqual(
      [0, 1, 1, 2].map((value) => ({ ok: true, value })),
    );
  });

  test('is judged now', () => {
    const refused = judged(placesOf(30, group));
    expect(refused).toMatchObject({
      ok: false,
      fault: { code: 'policy-budget-exceeded', documentsNeeded: 2 },
    });
    expect(refused.ok || 'from' in refused.fault).toBe(false);
  });

  test('does not count what has ended', () => {
    expect(judged(endingAt(now, placesOf(30, group))).ok).toBe(true);
    expect(judged(endingAt(now + 1, placesOf(30, group))).ok).toBe(false);
  });

  test('is judged for when a grant that covers others will have ended, too', () => {
    const grants = [...placesOf(30, group), cover(5000)];
    const refused = judged(grants);
    expect(refused).toMatchObject({
      ok: false,
      fault: { code: 'policy-budget-exceeded', documentsNeeded: 2, from: 5000 },
    });
    expect(refused.ok || refused.fault.detail).toMatch(
      /^Once some of the grants have ended, the rest needs more: The grants of group\/a need \d+ bytes in 2 documents; there is 1/,
    );
    expect(judged(grants, group, 2).ok).toBe(true);
    expect(judged([...placesOf(30, group), cover()]).ok).toBe(true);
  });

  test('names the first instant at which the rest does not fit', () => {
    const grants = [
      ...endingAt(9000, placesOf(30, group)),
      cover(5000),
      ...endingAt(3000, placesOf(1, group, 'q')),
      grantOf('other', 'allow subscribe b', { subject: group, expiresAt: 7000 }),
    ];
    expect(judged(grants)).toMatchObject({ ok: false, fault: { from: 5000 } });
    expect(judged([...endingAt(5000, placesOf(30, group)), cover(5000)]).ok).toBe(true);
    expect(judged([...endingAt(4000, placesOf(30, group)), cover(5000)]).ok).toBe(true);
  });

  test('of a user is judged for its two documents then, and counted now', () => {
    expect(judged([...placesOf(30, user), cover(5000, user)], user)).toEqual({ ok: true, value: 1 });
    expect(judged([...placesOf(60, user), cover(5000, user)], user)).toMatchObject({
      ok: false,
      fault: { limit: 4096, from: 5000 },
    });
  });

  test('is judged for when less is said of the same place, which can take a statement of its own', () => {
    const both = Array.from({ length: 22 }, (_, n) =>
      grantOf(`b${n}`, `allow publish+receive a/${n}/${'x'.repeat(32)}`, { subject: group }),
    );
    const apart = [
      grantOf('p', 'allow publish b', { subject: group, expiresAt: 5000 }),
      grantOf('r', 'allow receive b', { subject: group }),
    ];
    expect(judged([...both, ...endingAt(now, apart)])).toMatchObject({ ok: true });
    expect(judged([...both, ...apart])).toMatchObject({ ok: false, fault: { from: 5000 } });
  });

  test('of 480 grants that end one after the other is judged at once', () => {
    const covered = Array.from({ length: 420 }, (_, n) =>
      grantOf(`c${n}`, `allow publish b/${n}`, { subject: group, expiresAt: 2000 + n }),
    );
    const grants = [
      ...placesOf(60, group),
      grantOf('b', 'allow publish b/#', { subject: group }),
      ...covered,
    ];
    const started = performance.now();
    expect(judged(grants, group, 3)).toEqual({ ok: true, value: 3 });
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
