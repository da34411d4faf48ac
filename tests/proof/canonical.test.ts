import { describe, expect, test } from 'vitest';
import { canonicalFaults, monotoneFaults } from './canonical.ts';
import { someGrant, someGrants } from './generate.ts';
import { mustBeRefused } from './grant-model.ts';
import { announce, proofSets, replaySeed, someRandom } from './random.ts';

const sets = proofSets(1 / 8);

describe('compiling', () => {
  test('gives the same bytes for any order and any duplication, and again for the same grants', () => {
    announce('canonical', sets);
    const faults: string[] = [];
    for (let set = 0; set < sets; set += 1) {
      const random = someRandom(set);
      const grants = someGrants(random).filter((grant) => !mustBeRefused(grant));
      faults.push(...canonicalFaults(grants, random).map((fault) => `${replaySeed(set)} ${fault}`));
    }
    expect(faults).toEqual([]);
  }, 3_600_000);

  test('never removes anything for an added allow, nor adds anything for an added deny', () => {
    announce('monotone', sets);
    const faults: string[] = [];
    for (let set = 0; set < sets; set += 1) {
      const random = someRandom(set);
      const grants = someGrants(random).filter((grant) => !mustBeRefused(grant));
      const added = someGrant(random, 'group/ops');
      if (mustBeRefused(added)) continue;
      faults.push(...monotoneFaults(grants, added).map((fault) => `${replaySeed(set)} ${fault}`));
    }
    expect(faults).toEqual([]);
  }, 3_600_000);
});
