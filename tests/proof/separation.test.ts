import { expect, test } from 'vitest';
import { connectDocument } from '../../src/domain/fixed-policies.ts';
import { both, isEmpty } from './bits.ts';
import { compileGrants, space } from './compile-grants.ts';
import { allowedBy } from './document-model.ts';
import { someGrant } from './generate.ts';
import { isFor, mustBeRefused, type PlainGrant } from './grant-model.ts';
import { announce, proofSets, type Random, replaySeed, someRandom } from './random.ts';
import { alice, bob, type Person } from './universe.ts';

const sets = proofSets(1 / 8);

/** Grants of one user each, and grants to everyone of a place of one's own. */
const ownPlaces = (random: Random): PlainGrant[] =>
  Array.from({ length: 1 + random.below(6) }, () => {
    const subject = random.pick(['everyone', 'user/alice', 'user/bob']);
    const grant = someGrant(random, subject);
    const place =
      subject === 'everyone'
        ? ['${identityId}', '${thingName}']
        : ['${userId}', '${identityId}', '${thingName}'];
    const [first = ''] = place.slice(random.below(place.length));
    return { ...grant, topicFilter: [first, ...grant.topicFilter.split('/').slice(1)].join('/') };
  }).filter((grant) => !mustBeRefused(grant) && !grant.topicFilter.includes('$aws'));

const allowedTo = (grants: readonly PlainGrant[], person: Person) => {
  const documents = [...compileGrants(grants)]
    .filter(([subject]) => isFor({ subject } as PlainGrant, person))
    .flatMap(([, compiled]) => compiled.map(({ document }) => document));
  return allowedBy([connectDocument(space), ...documents], person, 'device');
};

test('two users with no shared grant have no topic and no filter in common', () => {
  announce('separation', sets);
  const shared: string[] = [];
  let used = 0;
  for (let set = 0; set < sets; set += 1) {
    const grants = ownPlaces(someRandom(set));
    const hers = allowedTo(grants, alice);
    const his = allowedTo(grants, bob);
    const names = ['publishable', 'retainable', 'subscribable', 'receivable', 'directable'] as const;
    used += names.filter((name) => !isEmpty(hers[name]) && !isEmpty(his[name])).length;
    const common = names.filter((name) => !isEmpty(both(hers[name], his[name])));
    if (common.length > 0) shared.push(`${replaySeed(set)} ${common} ${JSON.stringify(grants)}`);
  }
  expect(shared).toEqual([]);
  expect(used).toBeGreaterThan(0);
}, 3_600_000);
