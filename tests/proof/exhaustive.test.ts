// Every set of at most two grants over the levels {a, b, +, #} to depth 3; with one action each, or with PROOF=all
// every set of actions and the second grant in another scope too.
import { expect, test } from 'vitest';
import { ruleOf } from './compile-grants.ts';
import { expectLaw, violations } from './four-sets.ts';
import { mustBeRefused, type PlainGrant } from './grant-model.ts';

const { PROOF } = process.env;
const all = PROOF === 'all';

const letters = ['a', 'b', '+', '#'];
const depth2 = letters.flatMap((one) => letters.map((two) => `${one}/${two}`));
const filters = [...letters, ...depth2, ...depth2.flatMap((two) => letters.map((one) => `${two}/${one}`))];

const actionSets: PlainGrant['actions'][] = [
  ['publish'],
  ['subscribe'],
  ['receive'],
  ...(all
    ? ([
        ['publish', 'subscribe'],
        ['publish', 'receive'],
        ['subscribe', 'receive'],
        ['publish', 'subscribe', 'receive'],
      ] as const)
    : []),
];

const grants = filters.flatMap((topicFilter) =>
  actionSets.flatMap((actions) =>
    (['allow', 'deny'] as const).flatMap((effect) =>
      [false, true].map(
        (allowWider): PlainGrant => ({ subject: 'everyone', effect, actions, topicFilter, allowWider }),
      ),
    ),
  ),
);

/** Without a `+`, consent to wider changes nothing: such a grant is tried once. */
const accepted = grants.filter((grant) => !mustBeRefused(grant));
const distinct = accepted.filter((grant) => !grant.allowWider || grant.topicFilter.includes('+'));

test('every grant is refused that must be, and no other', () => {
  expect(grants.filter((grant) => (ruleOf(grant) === undefined) !== mustBeRefused(grant))).toEqual([]);
});

test('every single grant means what it says, with consent to wider or without', () => {
  expect(accepted.flatMap((grant) => violations([grant]))).toEqual([]);
});

test('every two grants mean together what they say', () => {
  let pairs = 0;
  for (const [index, one] of distinct.entries()) {
    for (const other of distinct.slice(index + 1)) {
      expectLaw([one, other], 'a pair');
      if (all) expectLaw([one, { ...other, subject: 'group/ops' }], 'a pair in two scopes');
      pairs += 1;
    }
  }
  expect(pairs).toBe((distinct.length * (distinct.length - 1)) / 2);
}, 3_600_000);
