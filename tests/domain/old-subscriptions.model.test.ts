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

type Change = { readonly before: readonly PlainGrant[]; readonly after: readonly PlainGrant[] };

/** How often it is said with a topic that shows it, and without one; and which changes it is not said of. */
const judged = (changes: ReadonlyMap<number, Change>) => {
  const missed: string[] = [];
  const counts = { outliving: 0, doubted: 0, quiet: 0 };
  for (const [set, { before, after }] of changes) {
    const rules = rulesOf(after);
    const said = outlive(removedSubscriptions(rulesOf(before), rules), rules, device);
    const outliving = outlivingTopics(before, after);
    const shown = !isEmpty(outliving);
    if (shown && !said) missed.push(`${replaySeed(set)} ${membersOf(topics, outliving)[0]}`);
    if (shown) counts.outliving += 1;
    else counts[said ? 'doubted' : 'quiet'] += 1;
  }
  return { missed, counts };
};

const sets = Math.max(1000, proofSets(1 / 4));
const changes = new Map(Array.from({ length: sets }, (_, set) => [set, someChange(someRandom(set))]));

test('no subscription brings what is not granted any more without being said to outlive its grant', () => {
  announce('old subscriptions', sets);
  const { missed, counts } = judged(changes);
  expect(missed).toEqual([]);
  expect(Math.min(counts.outliving, counts.quiet)).toBeGreaterThan(sets / 20);
}, 3_600_000);

test('where the universe has a topic of every kind, few are said to outlive their grants without one', () => {
  const isShort = ({ topicFilter }: PlainGrant): boolean => /^[ab](\/[ab+]){0,2}(\/#)?$/.test(topicFilter);
  const short = [...changes].map(([set, { before, after }]): [number, Change] => [
    set,
    { before: before.filter(isShort), after: after.filter(isShort) },
  ]);
  const { missed, counts } = judged(new Map(short));
  expect(missed).toEqual([]);
  expect(counts.outliving).toBeGreaterThan(sets / 100);
  expect(counts.doubted).toBeLessThan(counts.outliving / 20);
}, 3_600_000);
