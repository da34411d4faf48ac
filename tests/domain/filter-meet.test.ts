import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coversFilter, type Filter, filterText, reducedFilters } from '../../src/domain/filter-list.ts';
import { meetsOf, type Part } from '../../src/domain/filter-meet.ts';
import { runs } from './runs.ts';

/** `*` is a `+` granted wider. */
const filter = (text: string): Filter =>
  text.split('/').map((level): Part => {
    if (level === '*') return { kind: 'wide' };
    if (level === '+') return { kind: 'single' };
    if (level === '#') return { kind: 'multi' };
    return level.startsWith('$')
      ? { kind: 'variable', variable: 'identityId' }
      : { kind: 'text', text: level };
  });

/** Written for this test alone: a filter as a regular expression over whole levels, each ended by a `/`. */
const expression = (parts: Filter): RegExp => {
  const level = '[^/]*/';
  const source = parts.map(
    (part) =>
      ({
        text: 'text' in part ? `${part.text}/` : '',
        variable: 'V/',
        single: level,
        wide: `(?:${level})+`,
        multi: `(?:${level})*`,
      })[part.kind],
  );
  return new RegExp(`^${source.join('')}$`);
};
const matches = (parts: Filter, topic: string) => expression(parts).test(`${topic}/`);

const words = ['a', 'b', 'V'];
const below = (topics: readonly string[]) =>
  topics.flatMap((topic) => words.map((word) => `${topic}/${word}`));
const universe = [words, below(words), below(below(words)), below(below(below(words)))].flat();

const part = fc.constantFrom('a', 'b', '+', '*', '$');
const filters = fc
  .tuple(fc.array(part, { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([levels, open]) => filter([...levels, ...(open ? ['#'] : [])].join('/')));

describe('meetsOf', () => {
  test.each([
    ['a/b', 'a/b', ['a/b']],
    ['a', 'b', []],
    ['a/#', 'a', ['a']],
    ['a/#', 'a/b/#', ['a/b/#']],
    ['a/+', 'a/b', ['a/b']],
    ['a/+', 'a/#', ['a/+']],
    ['a/+', '+/b', ['a/b']],
    ['a/*/c', 'a/b/#', ['a/b/c', 'a/b/+/c']],
    ['a/*/c', 'a/+/c', ['a/+/c']],
    ['a/*/c', 'a/+/+/c', ['a/+/+/c']],
    ['$/a', '$/#', ['$/a']],
    ['$/a', 'a/a', []],
    ['a', 'a/b', []],
    ['a/b', 'a', []],
  ])('%s and %s meet in %j', (one, other, expected) => {
    const text = (parts: Filter) => filterText(parts).replace('${identityId}', '$');
    expect(meetsOf(filter(one), filter(other)).map(text)).toEqual(expected);
    expect(new Set(meetsOf(filter(other), filter(one)).map(text))).toEqual(new Set(expected));
  });

  test('is what both match, of every topic', () => {
    fc.assert(
      fc.property(filters, filters, (one, other) => {
        const meets = meetsOf(one, other).map(expression);
        const both = universe.filter((topic) => matches(one, topic) && matches(other, topic));
        expect(universe.filter((topic) => meets.some((each) => each.test(`${topic}/`)))).toEqual(both);
      }),
      runs(500),
    );
  });
});

describe('coversFilter', () => {
  test('covers nothing that it does not match', () => {
    fc.assert(
      fc.property(filters, filters, (outer, inner) => {
        if (!coversFilter(outer, inner)) return;
        expect(universe.filter((topic) => matches(inner, topic) && !matches(outer, topic))).toEqual([]);
      }),
      runs(2000),
    );
  });

  test.each([
    ['a/#', 'a', true],
    ['a/#', 'a/*/b', true],
    ['a/#', 'a/b/#', true],
    ['a/b/#', 'a/#', false],
    ['a', 'a/#', false],
    ['a/*', 'a/#', false],
    ['a/*/c', 'a/*/c', true],
    ['a/*/c', 'a/+/c', true],
    ['a/*/c', 'a/b/c', true],
    ['a/*/c', 'a/b', false],
    ['a/+/c', 'a/*/c', false],
    ['a/+/c', 'a/b/c', true],
    ['a/+/c', 'a/$/c', true],
    ['a/b/c', 'a/+/c', false],
    ['a/$', 'a/$', true],
    ['a/b', 'a/$', false],
    ['a/b', 'a/b/c', false],
    ['a/b/c', 'a/b', false],
  ])('%s over %s: %s', (outer, inner, expected) => {
    expect(coversFilter(filter(outer), filter(inner))).toBe(expected);
  });

  test('takes a literal `+` for the text that it is', () => {
    const literal: Filter = [{ kind: 'text', text: '+' }];
    expect(coversFilter(literal, filter('a'))).toBe(false);
    expect(coversFilter(literal, filter('+'))).toBe(false);
    expect(coversFilter(filter('*'), literal)).toBe(true);
  });
});

describe('reducedFilters', () => {
  test('leaves no filter that another covers, loses none, and sorts', () => {
    fc.assert(
      fc.property(fc.array(filters, { maxLength: 6 }), (some) => {
        const reduced = reducedFilters(some);
        for (const each of some) expect(reduced.some((outer) => coversFilter(outer, each))).toBe(true);
        for (const each of reduced)
          expect(reduced.filter((outer) => coversFilter(outer, each))).toEqual([each]);
        const texts = reduced.map(filterText);
        expect(texts).toEqual([...texts].sort());
      }),
    );
  });
});
