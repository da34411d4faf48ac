import { describe, expect, test } from 'vitest';
import { isStanding, propagationMs } from '../../src/domain/scope.ts';

describe('a grant', () => {
  test.each([
    [undefined, true],
    [1001, true],
    [1000, false],
    [999, false],
  ])('with the end %s stands at 1000: %s', (expiresAt, standing) => {
    expect(isStanding(expiresAt === undefined ? {} : { expiresAt }, 1000)).toBe(standing);
  });
});

test('a change is said to spread for eight minutes', () => {
  expect(propagationMs).toBe(480_000);
});
