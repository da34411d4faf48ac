import { describe, expect, test } from 'vitest';
import { covers, overlaps } from '../../src/domain/topic-filter-cover.ts';
import { matchesTopic } from '../../src/domain/topic-match.ts';
import { filterOf } from './filters.ts';

const identityId = 'us-east-1:aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';

describe('one filter covers another', () => {
  test.each([
    ['a/#', 'a', true],
    ['a/#', 'a/#', true],
    ['a/#', 'a/+/c', true],
    ['a/#', 'a/b/#', true],
    ['a/#', 'ab', false],
    ['a', 'a/#', false],
    ['a/+', 'a/b', true],
    ['a/+', 'a/+', true],
    ['a/+', 'a/${identityId}', true],
    ['a/+', 'a/#', false],
    ['a/+', 'a', false],
    ['a/+', 'a/b/c', false],
    ['a/b', 'a/+', false],
    ['a/b', 'a', false],
    ['a', 'a/b', false],
    ['a/+/#', 'a/b', true],
    ['a/+/#', 'a/#', false],
    ['a/${identityId}', 'a/${identityId}', true],
    ['a/${identityId}', 'a/${thingName}', false],
    ['a/${identityId}', `a/${identityId}`, false],
    [`a/${identityId}`, 'a/${identityId}', false],
  ])('%s covers %s: %s', (wide, narrow, expected) => {
    expect(covers(filterOf(wide), filterOf(narrow))).toBe(expected);
  });
});

describe('two filters overlap', () => {
  test.each([
    ['a/#', 'a', true],
    ['a/#', 'a/b/c', true],
    ['a/b/#', 'a', false],
    ['a/b/#', 'a/#', true],
    ['a/+', '${identityId}/b', false],
    ['a/+/c', 'a/b/+', true],
    ['a/+/c', 'a/b/d', false],
    ['a/+', 'a/b/c', false],
    ['a/+', 'a', false],
    ['a/${identityId}', `a/${identityId}`, true],
    [`a/${identityId}/b`, 'a/${identityId}/b', true],
    ['a/${identityId}', 'a/b', false],
    ['a/${thingName}', `a/${identityId}`, false],
    ['a/${thingName}', `a/${identityId}:web-1`, true],
    ['a/${thingName}', 'a/b:web-1', false],
    ['a/${thingName}', `a/${identityId}:web 1`, false],
    ['a/${userId}', 'a/b', true],
    ['a/${userId}', 'a/b:c', false],
    ['a/${userId}', 'a/${identityId}', false],
    ['a/${userId}', 'a/${userId}', true],
    ['a/${userId}', 'a/+', true],
    ['a/+', 'a/${thingName}', true],
  ])('%s and %s: %s', (one, other, expected) => {
    expect([overlaps(filterOf(one), filterOf(other)), overlaps(filterOf(other), filterOf(one))]).toEqual([
      expected,
      expected,
    ]);
  });
});

describe('over all filters and topics of a small alphabet', () => {
  const levels = (letters: string[], last: string[]): string[] => [
    ...letters.filter((letter) => letter !== '+'),
    ...['a', 'b'].flatMap((one) => last.map((two) => `${one}/${two}`)),
    ...['a', 'b'].flatMap((one) => letters.flatMap((two) => last.map((three) => `${one}/${two}/${three}`))),
  ];
  const filters = levels(['a', 'b', '+'], ['a', 'b', '+', '#']);
  const topics = [...levels(['a', 'b', 'z', ''], ['a', 'b', 'z', '']), 'a/b/z/a', 'a/a/b/z'].filter(
    (topic) => topic !== '',
  );
  const matched = new Map(
    filters.map((filter) => [filter, new Set(topics.filter((topic) => matchesTopic(filter, topic)))]),
  );
  const setOf = (filter: string): Set<string> => matched.get(filter) ?? new Set();

  test('cover is inclusion and overlap is intersection of the topics matched', () => {
    const wrong = filters.flatMap((one) =>
      filters
        .filter((other) => {
          const [wide, narrow] = [setOf(one), setOf(other)];
          const included = [...narrow].every((topic) => wide.has(topic));
          const meeting = [...narrow].some((topic) => wide.has(topic));
          return (
            covers(filterOf(one), filterOf(other)) !== included ||
            overlaps(filterOf(one), filterOf(other)) !== meeting
          );
        })
        .map((other) => `${one} and ${other}`),
    );
    expect(wrong).toEqual([]);
  });
});
