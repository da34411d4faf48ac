import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ChangedScope, changeScope, type ScopeChangeRequest } from '../../src/domain/change-scope.ts';
import { compileScope } from '../../src/domain/compile-scope.ts';
import { isStanding, type StandingGrant } from '../../src/domain/scope.ts';
import { everyone, type Subject } from '../../src/domain/subject.ts';
import { subjectOf } from './rules.ts';
import { runs } from './runs.ts';
import { grantOf, placesOf, scopeOf, space } from './scopes.ts';

const now = 1_000_000;
const lastEnd = now + 6;

const words = ['allow publish', 'allow subscribe', 'allow publish+receive', 'deny publish'];
const filters = ['a/#', 'a/b', 'b', ...placesOf(60, everyone).map(({ rule }) => rule.topicFilter.text)];
const meanings = words.flatMap((word) => filters.map((filter) => `${word} ${filter}`));

/** Grants that all say something else, so that what is refused is refused for its size. */
const change: fc.Arbitrary<ScopeChangeRequest> = fc
  .record({
    subject: fc.constantFrom('everyone', 'user/a').map(subjectOf),
    /** When a grant that covers the others' Allows ends, if there is one. */
    covered: fc.option(fc.integer({ min: now, max: lastEnd }), { nil: undefined, freq: 1 }),
    drawn: fc.uniqueArray(
      fc.record({
        meaning: fc.nat(meanings.length - 1),
        role: fc.constantFrom('kept', 'kept', 'replaced', 'removed', 'put', 'put'),
        expiresAt: fc.option(fc.integer({ min: now - 2, max: lastEnd }), { nil: undefined, freq: 2 }),
      }),
      { selector: ({ meaning }) => meaning, minLength: 20, maxLength: 100, size: 'max' },
    ),
  })
  .map(({ subject, covered, drawn }) => {
    const having = (...roles: readonly string[]): readonly StandingGrant[] =>
      drawn
        .filter(({ role }) => roles.includes(role))
        .map(({ meaning, expiresAt }) => grant(subject, meaning, expiresAt));
    const grants = having('kept', 'replaced', 'removed');
    const removals = having('removed').map(({ grantId }) => grantId);
    const scope = scopeOf({ subject, documents: 2, grants });
    const cover = grantOf('cover', 'allow publish+subscribe+receive a/#', {
      subject,
      expiresAt: covered ?? now,
    });
    return { space, subject, scope, puts: [cover, ...having('put', 'replaced')], removals, now };
  });

const grant = (subject: Subject, meaning: number, expiresAt: number | undefined): StandingGrant =>
  grantOf(`g${meaning}`, meanings[meaning] ?? '', {
    subject,
    ...(expiresAt === undefined ? {} : { expiresAt }),
  });

test('a change has one result, in whatever order it is told', () => {
  fc.assert(
    fc.property(change, fc.nat(), (request, seed) => {
      const turned = <Item>(items: readonly Item[]): readonly Item[] => {
        const at = seed % (items.length || 1);
        return [...items.slice(at), ...items.slice(0, at)].reverse();
      };
      const { scope = scopeOf(), puts, removals } = request;
      const other = {
        puts: turned(puts),
        removals: turned(removals),
        scope: { ...scope, grants: turned(scope.grants) },
      };
      expect(changeScope({ ...request, ...other })).toEqual(changeScope(request));
    }),
    runs(60),
  );
});

test('what a change makes fits its documents now and whenever grants have ended', () => {
  let made = 0;
  let refused = 0;
  const later = new Set<number | undefined>();
  fc.assert(
    fc.property(change, (request) => {
      const result = changeScope(request);
      if (!result.ok) {
        refused += 1;
        if (result.fault.code === 'policy-budget-exceeded') later.add(result.fault.from);
        return;
      }
      made += 1;
      expect(needed(result.value, now)).toBe(result.value.scope.documents);
      for (let instant = now; instant <= lastEnd; instant += 1)
        expect(needed(result.value, instant)).toBeLessThanOrEqual(2);
    }),
    runs(400),
  );
  expect(Math.min(made, refused)).toBeGreaterThan(5);
  expect(later.size).toBeGreaterThan(1);
});

/** How many documents the scope's policies are then. */
const needed = ({ scope: { subject, grants } }: ChangedScope, instant: number): number => {
  const rules = grants.filter((each) => isStanding(each, instant)).map(({ rule }) => rule);
  const compiled = compileScope({ space, subject, rules, documents: 2 });
  return compiled.ok ? compiled.value.length : Number.POSITIVE_INFINITY;
};
