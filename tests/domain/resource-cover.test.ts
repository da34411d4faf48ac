import { expect, test } from 'vitest';
import { addName, coveringPermits, emptyCoverTree, ownPermits } from '../../src/domain/resource-cover.ts';
import { randomFrom } from '../proof/random.ts';

const treeOf = (names: readonly string[]) => {
  const tree = emptyCoverTree();
  for (const [index, name] of names.entries()) addName(tree, name.split('/'), 1 << index);
  return tree;
};

test.each([
  ['a/b', ['a/*'], 1],
  ['a/b/c', ['a/*'], 1],
  ['a', ['a/*'], 0],
  ['ab', ['a/*'], 0],
  ['a/*', ['a/*'], 0],
  ['a/b/*', ['a/*'], 1],
  ['a/*/c', ['a/*'], 1],
  ['a/*', ['a/*/c', 'a/b'], 0],
  ['a/x/y/c', ['a/*/c'], 1],
  ['a/c', ['a/*/c'], 0],
  ['a/x/c/c', ['a/*/c'], 1],
  ['a/*/*', ['a/*'], 1],
  ['a/*', ['a/*/*'], 0],
  ['a/*/b/c', ['a/*/c', 'a/*/b/c', 'a/*'], 5],
  ['a/+/c', ['a/*', 'a/+/c'], 1],
  ['a/b/x/c/d', ['a/*/c/*', 'a/*/x/*/d', 'a/b/*/d', 'a/*/e'], 7],
])('%s is covered by %s: bits %d', (name, others, bits) => {
  expect(coveringPermits(treeOf(others), name.split('/'))).toBe(bits);
});

test('agrees with matching pattern against pattern, for names of any shape', () => {
  const patternOf = (name: string): RegExp => new RegExp(`^${name.split('*').join('.*')}$`);
  const wrong: string[] = [];
  for (let set = 0; set < 2_000; set += 1) {
    const random = randomFrom(set);
    const names = Array.from({ length: 6 }, () =>
      ['a', ...Array.from({ length: random.below(5) }, () => random.pick(['a', 'b', '*', '*']))].join('/'),
    );
    const distinct = [...new Set(names)];
    const tree = treeOf(distinct);
    for (const name of distinct) {
      // A `*` of the name is a text that only a `*` can meet.
      const bits = distinct
        .map((other, index) =>
          other !== name && patternOf(other).test(name.replaceAll('*', '~')) ? 1 << index : 0,
        )
        .reduce((sum, bit) => sum | bit, 0);
      if (coveringPermits(tree, name.split('/')) !== bits) wrong.push(`${name} of ${distinct}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('a name is new once, and what is said of it adds up', () => {
  const tree = emptyCoverTree();
  expect([addName(tree, ['a', 'b'], 1), addName(tree, ['a', 'b'], 2), addName(tree, ['a'], 4)]).toEqual([
    true,
    false,
    true,
  ]);
  expect([['a', 'b'], ['a'], ['b'], ['a', 'b', 'c']].map((levels) => ownPermits(tree, levels))).toEqual([
    3, 4, 0, 0,
  ]);
});
