// The finite world that grants and documents are compared in: people, topics and the filter texts they may try.
import { type Bits, bitsWhere } from './bits.ts';

export type Person = {
  readonly userId: string;
  readonly groups: readonly string[];
  readonly identityId: string;
  readonly thingName: string;
};

const identityOf = (digit: string): string =>
  `us-east-1:${digit.repeat(8)}-${digit.repeat(4)}-4${digit.repeat(3)}-8${digit.repeat(3)}-${digit.repeat(12)}`;

const person = (userId: string, digit: string, groups: readonly string[]): Person => ({
  userId,
  groups,
  identityId: identityOf(digit),
  thingName: `${identityOf(digit)}:web-1`,
});

export const alice = person('alice', 'a', ['ops', 'both']);
export const bob = person('bob', 'b', ['both']);

const sequences = (letters: readonly string[], last: readonly string[], depth: number): string[] =>
  depth === 1
    ? [...last]
    : letters.flatMap((letter) => sequences(letters, last, depth - 1).map((rest) => `${letter}/${rest}`));

const words = ['a', 'b', 'z', alice.identityId, alice.thingName, alice.userId, bob.identityId];
const others = ['', bob.thingName, bob.userId];

/** Levels of every kind; `z` is a text that no grant names; empty levels are legal in topics. */
export const topics: readonly string[] = [
  ...new Set([
    ...words,
    ...sequences([...words, ...others], [...words, ...others], 2),
    ...sequences(words, words, 3),
    ...sequences(['a', 'b'], ['a', 'b', 'z', ''], 3),
    ...sequences(['a', 'b', 'z'], ['a', 'b', 'z'], 4),
    ...sequences(['a', 'b'], ['a', 'b', 'z'], 5),
    ...['a//b', 'a//b/b', 'A', 'A/b', 'ab', 'ab/a', 'a b', 'a/ab', 'a/b.', 'a:b', '/a', '/', 'a/b/a/b/a/b'],
    ...['$SYS', '$SYS/a', '$share/g/a', '$aws', '$aws/things', '$aws/things/a/shadow/get'],
    ...[alice, bob].flatMap(({ thingName }) =>
      ['', '/shadow', '/shadow/get', '/shadow/a/b', '/jobs', '/jobs/$next/get', '/a'].map(
        (rest) => `$aws/things/${thingName}${rest}`,
      ),
    ),
  ]),
];

const steps = ['a', 'b', 'z', '+', alice.identityId, alice.thingName];

/** Filter texts that a client may try, those that nobody may be granted among them. */
export const filters: readonly string[] = [
  ...new Set([
    ...topics.filter((topic) => topic.split('/').length < 3 || topic.startsWith('$')),
    ...['#', '+', '+/a', '+/#', '/#', '/+', 'a/', 'a/+/', 'ab/#', 'a//#'],
    ...sequences([...words, '+'], [...words, ...others, '+', '#'], 2),
    ...sequences(steps, [...steps, alice.userId, '#'], 3),
    ...sequences(['a', 'b', 'z', '+'], ['a', 'b', 'z', '+', '#'], 4),
    ...sequences(['a', 'b', '+'], ['a', 'b', '+', '#'], 5),
    ...[
      '$share/g/a/b',
      '$share/g/a/#',
      '$share/a/a',
      '$SYS/#',
      '$aws/#',
      '$aws/things/#',
      '$aws/things/+/shadow/get',
    ],
    ...[alice, bob].flatMap(({ thingName }) =>
      ['#', 'shadow/#', 'shadow/+', 'shadow/+/b', 'jobs/#', 'jobs/$next/get', 'jobs/+/get'].map(
        (rest) => `$aws/things/${thingName}/${rest}`,
      ),
    ),
  ]),
];

/** MQTT 5 §4.7, written again for the tests: level by level, in words. */
export const mqttMatches = (filter: readonly string[], topic: readonly string[], at = 0): boolean => {
  const expected = filter[at];
  const level = topic[at];
  if (expected === '#') return true;
  if (expected === undefined || level === undefined) return expected === level;
  return (expected === '+' || expected === level) && mqttMatches(filter, topic, at + 1);
};

const levelsOf = new Map([...topics, ...filters].map((text) => [text, text.split('/')]));

/** The levels of a topic or filter of this universe. */
export const split = (text: string): readonly string[] => levelsOf.get(text) ?? text.split('/');

const delivers = (filter: string, topic: string): boolean =>
  (!topic.startsWith('$') || filter.startsWith('$')) && mqttMatches(split(filter), split(topic));

/** For each filter text the topics that a subscription to it is offered. */
export const offeredBy: readonly Bits[] = filters.map((filter) =>
  bitsWhere(topics, (topic) => delivers(filter, topic)),
);
