import { describe, expect, it } from 'vitest';
import { entityTag, ifMatch } from '../../src/schema/entity-tag.ts';

describe('If-Match', () => {
  it.each([
    ['*', 'any'],
    [' * ', 'any'],
    ['"3"', [3]],
    ['"3", "12"', [3, 12]],
    ['"3","12"', [3, 12]],
    [',"3",,\t"12" ,', [3, 12]],
    ['W/"3"', []], // strong comparison: a weak tag matches nothing
    ['W/"3", "4"', [4]],
    ['"abc"', []],
    ['""', []],
    ['"03"', []],
    ['"0"', []],
    ['"3.0"', []],
    ['"+3"', []],
    ['"-3"', []],
    ['"*"', []],
    ['"99999999999999999999"', []],
    ['"a,b", "5"', [5]],
    ['"W/"', []],
    ['"a", W/"b","6"', [6]],
  ])('of %s names %j', (text, versions) => {
    expect(ifMatch.parse(text)).toEqual(versions);
  });

  it.each([
    '',
    ' ',
    '3',
    "'3'",
    '"3',
    '3"',
    'w/"3"',
    'W/ "3"',
    '"3" "4"',
    '*, "3"',
    '"3", *',
    '**',
    ',',
    '"a b"',
    '"3"x',
    'null',
  ])('is refused as %j', (text) => {
    expect(ifMatch.safeParse(text).success).toBe(false);
  });

  it('is bounded, and read in linear time', () => {
    expect(ifMatch.safeParse(`${'"a",'.repeat(300)}x`).success).toBe(false);
    const begun = performance.now();
    ifMatch.safeParse(`${', '.repeat(500)}x`);
    ifMatch.safeParse(`${' '.repeat(1000)}x`);
    expect(performance.now() - begun).toBeLessThan(1000);
  });

  it('matches the ETag of the version that was answered, and no other', () => {
    for (const version of [1, 9, 10, 123_456]) {
      expect(ifMatch.parse(entityTag(version))).toEqual([version]);
    }
  });
});
