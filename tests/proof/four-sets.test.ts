import { expect, test } from 'vitest';
import { ruleOf } from './compile-grants.ts';
import { shrunk, violations } from './four-sets.ts';
import { someGrants } from './generate.ts';
import { mustBeRefused } from './grant-model.ts';
import { announce, proofSeed, proofSets, randomFrom } from './random.ts';

test('documents allow what the grants mean, no wider and no narrower, in each scope and in all that one has', () => {
  const sets = proofSets(20_000);
  announce('four sets', sets);
  for (let set = 0; set < sets; set += 1) {
    const grants = someGrants(randomFrom(proofSeed() + set));
    if (violations(grants).length === 0) continue;
    const smallest = shrunk(grants, (some) => violations(some).length > 0);
    expect.fail(
      `PROOF_SEED=${proofSeed() + set} PROOF_SETS=1\n${JSON.stringify(smallest)}\n${violations(smallest).join('\n')}`,
    );
  }
  expect(sets).toBeGreaterThan(0);
}, 1_800_000);

test('refuses exactly the grants that no policy can say exactly', () => {
  const sets = proofSets(20_000);
  for (let set = 0; set < sets; set += 1) {
    const random = randomFrom(proofSeed() + set);
    for (const grant of someGrants(random)) {
      if ((ruleOf(grant) === undefined) !== mustBeRefused(grant)) expect.fail(JSON.stringify(grant));
    }
  }
  expect(sets).toBeGreaterThan(0);
}, 600_000);
