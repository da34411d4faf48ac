import { expect, test } from 'vitest';
import type { GrantRule } from '../../src/domain/grant.ts';
import { parseDeviceId, parseIdentityId, thingNameOf } from '../../src/domain/identifiers.ts';
import { outlive, removedSubscriptions } from '../../src/domain/old-subscriptions.ts';
import { both, isEmpty, membersOf, without } from '../proof/bits.ts';
import { ruleOf } from '../proof/compile-grants.ts';
import { shuffled, someGrants } from '../proof/generate.ts';
import { meaningOf, mustBeRefused, type PlainGrant } from '../proof/grant-model.ts';
import { announce, proofSets, type Random, replaySeed, someRandom } from '../proof/random.ts';
import { alice, topics } from '../proof/universe.ts';

const identityId = parseIdentityId(alice.identityId);
const deviceId = parseDeviceId('web-1');
if (!identityId || !deviceId) throw new Error('a fixture does not parse');
const device = { identityId, thingName: thingNameOf(identityId, deviceId) };

/** Grants of whom alice is, so that a change of one scope and the rules of all are the same. */
const aliceGrants = (random: Random): PlainGrant[] =>
  someGrants(random)
    .map((grant): PlainGrant => ({ ...grant, subject: 'user/alice' }))
    .filter((grant) => !mustBeRefused(grant));

/** Some grants stay, some go; one that goes leaves receiving behind at times, and something new may come. */
const someChange = (random: Random) => {
  const before = aliceGrants(random);
  const kept = shuffled(random, before).slice(0, random.below(before.length + 1));
  const left = before
    .filter((grant) => !kept.includes(grant) && random.chance(0.5))
    .map((grant): PlainGrant => ({ ...grant, actions: ['receive'] }));
  const after = [...kept, ...left, ...(random.chance(0.5) ? aliceGrants(random) : [])];
  return { before, after: after.filter((grant) => !mustBeRefused(grant)) };
};

const rulesOf = (grants: readonly PlainGrant[]): readonly GrantRule[] =>
  grants.map((grant) => {
    const rule = ruleOf(grant);
    if (!rule) throw new Error(`refused: ${JSON.stringify(grant)}`);
    return rule;
  });

/** The topics that subscriptions within the grants bring, were everything of them allowed to be received. */
const broughtBy = (grants: readonly PlainGrant[]) =>
  meaningOf(
    grants
      .filter(({ effect, actions }) => effect === 'allow' && actions.includes('subscribe'))
      .map((grant): PlainGrant => ({ ...grant, actions: ['subscribe'] })),
    alice,
  ).exactlyDirectable;

/** What sessions with all old subscriptions would still be delivered, and with all new ones would not. */
const outlivingTopics = (before: readonly PlainGrant[], after: readonly PlainGrant[]) =>
  without(both(broughtBy(before), meaningOf(after, alice).directable), broughtBy(after));

const sets = proofSets(1 / 4);

test('no subscription brings what is not granted any more without being said to outlive its grant', () => {
  announce('old subscriptions', sets);
  const missed: string[] = [];
  const counts = { outliving: 0, over: 0, quiet: 0 };
  for (let set = 0; set < sets; set += 1) {
    const { before, after } = someChange(someRandom(set));
    const rules = rulesOf(after);
    const said = outlive(removedSubscriptions(rulesOf(before), rules), rules, device);
    const outliving = outlivingTopics(before, after);
    counts[isEmpty(outliving) ? (said ? 'over' : 'quiet') : 'outliving'] += 1;
    if (!isEmpty(outliving) && !said)
      missed.push(
        `${replaySeed(set)} ${membersOf(topics, outliving)[0]} ${JSON.stringify({ before, after })}`,
      );
  }
  process.stdout.write(`old subscriptions: ${JSON.stringify(counts)}\n`);
  expect(missed).toEqual([]);
  expect(Math.min(counts.outliving, counts.quiet)).toBeGreaterThan(sets / 20);
  // Doubts are rare: mostly several grants that together bring all, none of them alone.
  expect(counts.over).toBeLessThan(sets / 10);
}, 3_600_000);
