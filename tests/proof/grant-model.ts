// What a set of grants means, straight from the definition and without a line of src: the oracle.
import { addBits, type Bits, bitsWhere, both, noBits, without } from './bits.ts';
import { filters, mqttMatches, offeredBy, type Person, split, topics } from './universe.ts';

export type PlainGrant = {
  readonly subject: string;
  readonly effect: 'allow' | 'deny';
  readonly actions: readonly ('publish' | 'subscribe' | 'receive')[];
  readonly topicFilter: string;
  readonly allowWider: boolean;
};

export type FourSets = {
  readonly publishable: Bits;
  readonly subscribable: Bits;
  readonly receivable: Bits;
  readonly directable: Bits;
};

/** `directable` with the `*` of literal grants; `exactlyDirectable` is what the grants read. */
export type Meaning = FourSets & { readonly exactlyDirectable: Bits };

export const isFor = (grant: PlainGrant, person: Person): boolean =>
  grant.subject === 'everyone' ||
  grant.subject === `user/${person.userId}` ||
  person.groups.some((group) => grant.subject === `group/${group}`);

/** The grants that no IoT policy can say exactly (the table of the design's §3). */
export const mustBeRefused = (grant: PlainGrant): boolean => {
  const { topicFilter, effect, actions, allowWider } = grant;
  if (topicFilter.includes('${userId}') && !grant.subject.startsWith('user/')) return true;
  if (topicFilter.includes('${thingName}') && effect === 'deny') return true;
  const longest = topicFilter
    .replaceAll('${identityId}', 'i'.repeat(55))
    .replaceAll('${thingName}', 't'.repeat(120))
    .replaceAll('${userId}', grant.subject.slice('user/'.length));
  if (Buffer.byteLength(longest) > 256 || longest.split('/').length > 8) return true;
  if (/^[+#]|#\//.test(topicFilter)) return true;
  if (/^\$(?!\{|aws\/things\/\$\{thingName\}\/(shadow|jobs)\/)/.test(topicFilter)) return true;
  if (!topicFilter.split('/').includes('+')) return false;
  if (allowWider) return topicFilter.endsWith('/+') || topicFilter.endsWith('/+/#');
  return effect === 'deny' || actions.some((action) => action !== 'subscribe');
};

export const meaningOf = (grants: readonly PlainGrant[], person: Person): Meaning => {
  const sum = (
    effect: PlainGrant['effect'],
    actions: readonly string[],
    bitsOf: (grant: PlainGrant, person: Person) => Bits,
    size: number,
  ): Bits => {
    const bits = noBits(size);
    for (const grant of grants) {
      const named = grant.actions.some((action) => actions.includes(action));
      if (named && grant.effect === effect && isFor(grant, person)) addBits(bits, bitsOf(grant, person));
    }
    return bits;
  };
  const difference = (actions: readonly string[], bitsOf: typeof topicBits, size: number): Bits =>
    without(sum('allow', actions, bitsOf, size), sum('deny', actions, bitsOf, size));
  const subscribable = difference(['subscribe'], filterBits, filters.length);
  const exactlyDirectable = difference(['subscribe', 'receive'], topicBits, topics.length);
  return {
    publishable: difference(['publish'], topicBits, topics.length),
    subscribable,
    receivable: both(offered(subscribable), exactlyDirectable),
    directable: difference(['subscribe', 'receive'], widenedBits, topics.length),
    exactlyDirectable,
  };
};

/** What the broker would offer to whoever made all these subscriptions. */
export const offered = (subscribable: Bits): Bits => {
  const bits = noBits(topics.length);
  for (const [index, offer] of offeredBy.entries()) {
    if (((subscribable[index >> 5] ?? 0) >>> (index & 31)) & 1) addBits(bits, offer);
  }
  return bits;
};

const remembered = (compute: (text: string, wider: boolean) => Bits) => {
  const memory = new Map<string, Bits>();
  return (grant: PlainGrant, person: Person): Bits => {
    const text = resolved(grant.topicFilter, person);
    const key = `${grant.allowWider} ${text}`;
    const bits = memory.get(key) ?? compute(text, grant.allowWider);
    memory.set(key, bits);
    return bits;
  };
};

const resolved = (text: string, person: Person): string =>
  text
    .replaceAll('${identityId}', person.identityId)
    .replaceAll('${thingName}', person.thingName)
    .replaceAll('${userId}', person.userId);

/** "Any text, `/` included" in the place of each `+`; a final `#` is the level above and all below. */
const anyText = (filter: string): ((text: string) => boolean) => {
  const parts = filter.split('/').map((level) => {
    if (level === '#') return '(/[^]*)?';
    return level === '+' ? '/[^]*' : `/${level.replaceAll(/[.$:+]/g, '\\$&')}`;
  });
  const pattern = new RegExp(`^${parts.join('').slice(1)}$`);
  return (text) => pattern.test(text);
};

const matchesPlainly = (filter: string): ((topic: string) => boolean) => {
  const levels = filter.split('/');
  return (topic) => mqttMatches(levels, split(topic));
};

const isWide = (filter: string, wider: boolean): boolean => wider && filter.split('/').includes('+');

const topicBits = remembered((filter, wider) =>
  isWide(filter, wider) ? bitsWhere(topics, anyText(filter)) : bitsWhere(topics, matchesPlainly(filter)),
);

const widenedBits = remembered((filter) => bitsWhere(topics, anyText(filter)));

/** A filter text lies within a grant when every topic it could deliver does; with a `+` only the text itself does. */
const filterBits = remembered((filter, wider) => {
  if (isWide(filter, wider)) return bitsWhere(filters, anyText(filter));
  if (filter.split('/').includes('+')) return bitsWhere(filters, (text) => text === filter);
  const levels = filter.split('/');
  return bitsWhere(
    filters,
    (text) => witnesses.get(text)?.every((topic) => mqttMatches(levels, topic)) ?? false,
  );
});

/** For each filter text the topics, by levels, that stand for all it matches, made of a level that no grant names. */
const witnesses = new Map(
  filters.map((text) => {
    const levels = text.split('/').map((level) => (level === '+' ? 'witness' : level));
    const parent = levels.slice(0, -1);
    const below = [parent, [...parent, 'witness'], [...parent, 'witness', 'witness']];
    return [text, levels.at(-1) === '#' ? below : [levels]];
  }),
);
