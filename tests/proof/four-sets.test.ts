import { expect, test } from 'vitest';
import { ruleOf } from './compile-grants.ts';
import { expectLaw } from './four-sets.ts';
import { someGrants } from './generate.ts';
import { mustBeRefused } from './grant-model.ts';
import { announce, proofSets, replaySeed, someRandom } from './random.ts';

const sets = proofSets(1);

test('documents allow what the grants mean, no wider and no narrower, in each scope and in all that one has', () => {
  announce('four sets', sets);
  for (let set = 0; set < sets; set += 1) expectLaw(someGrants(someRandom(set)), replaySeed(set));
  expect(sets).toBeGreaterThan(0);
}, 3_600_000);

test('refuses exactly the grants that no policy can say exactly', () => {
  const wrong = [];
  for (let set = 0; set < sets; set += 1) {
    const grants = someGrants(someRandom(set));
    wrong.push(...grants.filter((grant) => (ruleOf(grant) === undefined) !== mustBeRefused(grant)));
  }
  expect(wrong.slice(0, 3)).toEqual([]);
}, 3_600_000);
