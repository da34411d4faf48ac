import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DiffLine, diffLines } from '../../../../web/console/grants/line-diff.ts';

/** Few different lines, so that texts have some in common. */
const someLines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 9 });

const textOf = (lines: readonly DiffLine[], kinds: readonly DiffLine['kind'][]) =>
  lines.filter(({ kind }) => kinds.includes(kind)).map(({ text }) => text);

describe('the lines of a difference', () => {
  it('are the old text without what was added, and the new one without what was removed', () => {
    fc.assert(
      fc.property(someLines, someLines, (before, after) => {
        const lines = diffLines(before, after);
        expect(textOf(lines, ['same', 'removed'])).toEqual(before);
        expect(textOf(lines, ['same', 'added'])).toEqual(after);
      }),
    );
  });

  it('keep as many lines as any common subsequence has', () => {
    fc.assert(
      fc.property(someLines, someLines, (before, after) => {
        const kept = textOf(diffLines(before, after), ['same']).length;
        expect(kept).toBe(longestCommon(before, after));
      }),
    );
  });

  it('are counted from 1', () => {
    const lines = diffLines(['a', 'b', 'c'], ['a', 'x', 'c', 'd']);
    expect(lines).toEqual([
      { number: 1, kind: 'same', text: 'a' },
      { number: 2, kind: 'removed', text: 'b' },
      { number: 3, kind: 'added', text: 'x' },
      { number: 4, kind: 'same', text: 'c' },
      { number: 5, kind: 'added', text: 'd' },
    ]);
  });
});

/** By trying every choice of lines of the one text. */
const longestCommon = (before: readonly string[], after: readonly string[]): number => {
  let longest = 0;
  for (let choice = 0; choice < 2 ** before.length; choice += 1) {
    const chosen = before.filter((_, index) => choice & (1 << index));
    if (chosen.length > longest && isSubsequence(chosen, after)) longest = chosen.length;
  }
  return longest;
};

const isSubsequence = (some: readonly string[], all: readonly string[]): boolean => {
  let next = 0;
  for (const line of all) if (line === some[next]) next += 1;
  return next >= some.length;
};
