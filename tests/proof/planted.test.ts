// Each property is shown to bite: a likely bug, planted, is found within a few hundred generated sets.
import { describe, expect, test } from 'vitest';
import { canonicalFaults, monotoneFaults } from './canonical.ts';
import { type CompileGrants, compileGrants, lintScopes } from './compile-grants.ts';
import { violations } from './four-sets.ts';
import { someGrant, someGrants } from './generate.ts';
import { mustBeRefused, type PlainGrant } from './grant-model.ts';
import {
  plantedDuplicates,
  plantedEviction,
  plantedMeanings,
  plantedOrder,
  scopesWithSize,
} from './planted.ts';
import { type Random, randomFrom } from './random.ts';

const tries = 500;

const foundWithin = (
  faults: (grants: readonly PlainGrant[], random: Random) => string[],
  shownBy: RegExp,
): boolean =>
  Array.from({ length: tries }, (_, set) => set).some((set) => {
    const random = randomFrom(set);
    const grants = someGrants(random).filter((grant) => !mustBeRefused(grant));
    return faults(grants, random).some((fault) => shownBy.test(fault));
  });

describe('the law of the four sets and the lint find that', () => {
  test.each(plantedMeanings)('$bug', ({ compile, shownBy }) => {
    expect(foundWithin((grants) => violations(grants, compile(grants)), shownBy)).toBe(true);
  });
});

describe('the properties of compiling find that', () => {
  const canonical = (compile: CompileGrants) => (grants: readonly PlainGrant[], random: Random) =>
    canonicalFaults(grants, random, compile);

  test('resources stand in the order of the grants', () => {
    expect(foundWithin(canonical(plantedOrder), /in another order/)).toBe(true);
  });

  test('a grant made twice counts twice', () => {
    expect(foundWithin(canonical(plantedDuplicates), /some twice/)).toBe(true);
  });

  test('an added grant takes the place of another', () => {
    const faults = (grants: readonly PlainGrant[], random: Random): string[] => {
      const added: PlainGrant = { ...someGrant(random, 'group/ops'), effect: 'allow' };
      return mustBeRefused(added) ? [] : monotoneFaults(grants, added, plantedEviction);
    };
    expect(foundWithin(faults, /able by/)).toBe(true);
  });
});

test('the lint accepts 2,048 bytes and finds 2,049', () => {
  const scopes = compileGrants([
    { subject: 'everyone', effect: 'allow', actions: ['publish'], topicFilter: 'a', allowWider: false },
  ]);
  const one = new Map([...scopes].map(([subject, documents]) => [subject, documents.slice(0, 1)]));
  expect(lintScopes(scopesWithSize(one, 2048))).toEqual([]);
  expect(lintScopes(scopesWithSize(one, 2049))).toEqual([expect.stringContaining('2049 bytes')]);
});
