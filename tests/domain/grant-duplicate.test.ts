import { describe, expect, test } from 'vitest';
import { grantDuplicate } from '../../src/domain/grant-duplicate.ts';
import { grantOf } from './scopes.ts';

const found = (grants: Readonly<Record<string, string>>, ...puts: string[]) =>
  grantDuplicate(
    Object.entries(grants).map(([grantId, words]) => grantOf(grantId, words)),
    new Set(puts),
  );

describe('a grant is a duplicate', () => {
  test.each([
    ['allow publish a', 'allow publish a', true],
    ['allow publish+subscribe a', 'allow subscribe+publish a', true],
    ['wider allow publish a/+/b', 'wider allow publish a/+/b', true],
    ['allow publish a', 'deny publish a', false],
    ['allow publish a', 'allow publish+subscribe a', false],
    ['allow publish a', 'allow publish b', false],
    ['allow subscribe a/+/b', 'wider allow subscribe a/+/b', false],
    ['allow publish a/#', 'allow publish a/b', false],
  ])('"%s" beside "%s": %s', (one, other, duplicate) => {
    const expected = duplicate ? { code: 'grant-duplicate', grantId: 'g1', duplicate: 'g2' } : undefined;
    expect(found({ g1: one, g2: other }, 'g2')).toEqual(expected);
  });

  test('of the one that stood before, whatever the order of their IDs', () => {
    expect(found({ g1: 'allow publish a', g2: 'allow publish a' }, 'g1')).toMatchObject({
      grantId: 'g2',
      duplicate: 'g1',
    });
  });

  test('of the one with the smaller ID, when both are put', () => {
    const grants = { g2: 'allow publish a', g1: 'allow publish a' };
    expect(found(grants, 'g1', 'g2')).toMatchObject({ grantId: 'g1', duplicate: 'g2' });
    expect(found(grants, 'g2', 'g1')).toMatchObject({ grantId: 'g1', duplicate: 'g2' });
  });

  test('only when it is put itself', () => {
    expect(
      found({ g1: 'allow publish a', g2: 'allow publish a', g3: 'allow publish b' }, 'g3'),
    ).toBeUndefined();
  });

  test('of several, that with the smallest ID is told', () => {
    const grants = {
      g1: 'allow publish a',
      g2: 'allow publish b',
      g4: 'allow publish b',
      g3: 'allow publish a',
    };
    expect(found(grants, 'g4', 'g3')).toMatchObject({ grantId: 'g1', duplicate: 'g3' });
  });
});
