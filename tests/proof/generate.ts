// Sets of grants as administrators might make them, small enough to collide often.
import type { PlainGrant } from './grant-model.ts';
import type { Random } from './random.ts';

export const someGrants = (random: Random): PlainGrant[] => {
  const grants: PlainGrant[] = [];
  for (let count = 1 + random.below(7); count > 0; count -= 1) {
    const grant = someGrant(random, someSubject(random));
    const [relative] = shuffled(random, grants);
    const related = relative && random.chance(0.6);
    grants.push(related ? { ...grant, topicFilter: relatedFilter(random, relative.topicFilter) } : grant);
  }
  return grants;
};

export const someGrant = (random: Random, subject: string): PlainGrant => ({
  subject,
  effect: random.chance(0.3) ? 'deny' : 'allow',
  actions: random.pick([
    ['publish'],
    ['subscribe'],
    ['subscribe'],
    ['receive'],
    ['publish', 'subscribe'],
    ['publish', 'receive'],
    ['subscribe', 'receive'],
    ['publish', 'subscribe', 'receive'],
  ]),
  topicFilter: someFilter(random),
  allowWider: random.chance(0.4),
});

export const shuffled = <Item>(random: Random, items: readonly Item[]): Item[] => {
  const result = [...items];
  for (let at = result.length - 1; at > 0; at -= 1) {
    const other = random.below(at + 1);
    [result[at], result[other]] = [result[other] as Item, result[at] as Item];
  }
  return result;
};

/** The same filter, a wider or a narrower one, or a neighbour: what grants and denies collide on. */
const relatedFilter = (random: Random, filter: string): string => {
  const levels = filter.split('/');
  const at = 1 + random.below(levels.length);
  switch (random.below(5)) {
    case 0:
      return filter;
    case 1:
      return [...levels.slice(0, at), '#'].join('/');
    case 2:
      return [...levels.filter((level) => level !== '#'), random.pick(['a', 'b', '#'])].join('/');
    case 3:
      return levels.slice(0, at).join('/');
    default:
      return levels.map((level, index) => (index === at ? random.pick(['a', 'b', '+']) : level)).join('/');
  }
};

const someSubject = (random: Random): string =>
  random.pick(['everyone', 'group/ops', 'group/ops', 'group/both', 'group/others', 'user/alice', 'user/bob']);

const someFilter = (random: Random): string => {
  const special = random.chance(0.05);
  const levels = special
    ? ['$aws', 'things', '${thingName}', random.pick(['shadow', 'jobs']), random.pick(['get', 'a', '+'])]
    : [random.pick(['a', 'a', 'a', 'b', '${identityId}', '${thingName}', '${userId}'])];
  if (special && random.chance(0.3) && levels[3] === 'jobs') levels[4] = '$next';
  const more = random.pick([0, 1, 1, 1, 2, 2, 2, 2, 3, 3, 4]);
  for (let count = special ? 3 : 0; count < more; count += 1) {
    levels.push(random.pick(['a', 'a', 'b', 'b', '+', '+', '${identityId}', '${thingName}', '${userId}']));
  }
  if (random.chance(0.4)) levels.push('#');
  return levels.join('/');
};
