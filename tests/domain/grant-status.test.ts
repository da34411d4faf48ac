import { describe, expect, test } from 'vitest';
import { expectedBy, grantStatus } from '../../src/domain/grant-status.ts';
import { scopePolicyNames } from '../../src/domain/policy-name.ts';
import type { Scope } from '../../src/domain/scope.ts';
import { subjectOf } from './rules.ts';
import { grantOf, scopeOf, space } from './scopes.ts';

const now = 1_000_000;
const subject = subjectOf('group/a');
const expected = now + 9 * 60_000;
const known = 77;

const statusOf = (scope: Partial<Scope>, expiresAt?: number) => {
  const grant = grantOf('g1', 'allow publish a', {
    subject,
    ...(expiresAt === undefined ? {} : { expiresAt }),
  });
  const recorded = { ...grant, createdBy: 'admin', createdAt: 0, version: 1, generation: 3 };
  const { state, effectiveBy } = grantStatus({
    grant: recorded,
    scope: scopeOf({ subject, grants: [grant], generation: 5, effectiveBy: known, ...scope }),
    space,
    now,
  });
  return [state, effectiveBy];
};

describe('a grant', () => {
  test('is applied once the generation that brought it is, whatever came later', () => {
    expect(statusOf({ appliedGeneration: 3 })).toEqual(['applied', known]);
    expect(statusOf({ appliedGeneration: 5 }, now + 1)).toEqual(['applied', known]);
  });

  test('is pending until then, and expected a minute and the propagation later', () => {
    expect(statusOf({ appliedGeneration: 2 })).toEqual(['pending', expected]);
    expect(statusOf({ appliedGeneration: 2 }, now + 1)).toEqual(['pending', expected]);
    expect(expectedBy(now)).toBe(expected);
  });

  test('has expired from its end on, applied or not', () => {
    expect(statusOf({ appliedGeneration: 5 }, now)).toEqual(['expired', expected]);
    expect(statusOf({ appliedGeneration: 2 }, now - 1)).toEqual(['expired', expected]);
  });

  test('that has expired is over once its end is recorded and applied', () => {
    expect(statusOf({ appliedGeneration: 5, grants: [] }, now)).toEqual(['expired', known]);
    expect(statusOf({ appliedGeneration: 4, grants: [] }, now)).toEqual(['expired', expected]);
    const others = [grantOf('g0', 'allow publish b', { subject })];
    expect(statusOf({ appliedGeneration: 5, grants: others }, now)).toEqual(['expired', known]);
  });

  test.each([0, 1, 3])('names the %s policies of its scope', (documents) => {
    const grant = {
      ...grantOf('g1', 'allow publish a', { subject }),
      createdBy: 'a',
      createdAt: 0,
      version: 1,
      generation: 3,
    };
    const { policies } = grantStatus({ grant, scope: scopeOf({ subject, documents }), space, now });
    expect(policies).toEqual(scopePolicyNames(space, subject, documents));
    expect(policies).toHaveLength(documents);
  });
});
