import { describe, expect, test } from 'vitest';
import { notesOf } from '../../src/domain/grant-notes.ts';
import { matchesTopic } from '../../src/domain/topic-match.ts';
import { ruleOf } from './rules.ts';

const shown = (words: string): string[] =>
  notesOf(ruleOf(words)).map(({ action, code, example }) => `${action} ${code}: ${example}`);

describe('a grant notes', () => {
  test.each([
    'allow publish a/b',
    'allow subscribe a/#',
    'deny subscribe a/#',
    'wider allow publish a/#',
    'wider allow subscribe a',
  ])('nothing when it says what it reads: %s', (words) => {
    expect(shown(words)).toEqual([]);
  });

  test.each([
    ['wider allow publish devices/+/cmd', ['publish wider: also allows devices/x/y/cmd']],
    [
      'wider deny publish+subscribe devices/+/cmd',
      ['publish wider: also denies devices/x/y/cmd', 'subscribe wider: also denies devices/x/y/cmd'],
    ],
    [
      'allow subscribe devices/+/cmd',
      [
        'subscribe literal-only: does not allow subscribing to devices/x/cmd',
        'receive wider: also allows devices/x/y/cmd',
      ],
    ],
    [
      'allow subscribe a/+',
      ['subscribe literal-only: does not allow subscribing to a/x', 'receive wider: also allows a/x/y'],
    ],
    ['allow subscribe a/+/#', ['subscribe literal-only: does not allow subscribing to a/x/#']],
    ['allow subscribe a/+/+/#', ['subscribe literal-only: does not allow subscribing to a/x/+/#']],
    [
      'allow subscribe a/+/b/+/#',
      [
        'subscribe literal-only: does not allow subscribing to a/x/b/+/#',
        'receive wider: also allows a/x/y/b/x',
      ],
    ],
    ['wider allow receive a/+/x/+/${identityId}/#', ['receive wider: also allows a/y/x/y/z/${identityId}']],
  ])('what it owes: %s', (words, notes) => {
    expect(shown(words)).toEqual(notes);
  });

  test('nothing wider where eight levels leave no room for it', () => {
    expect(shown('wider allow publish a/+/c/d/e/f/g/h')).toEqual([]);
    expect(shown('wider allow publish a/+/c/d/e/f/g/#')).toEqual([
      'publish wider: also allows a/x/y/c/d/e/f/g',
    ]);
    expect(shown('allow subscribe a/+/c/d/e/f/g/h')).toHaveLength(1);
  });

  test('the filter as the grant has it', () => {
    expect(notesOf(ruleOf('allow subscribe a/+/c')).map(({ filter }) => filter)).toEqual(['a/+/c', 'a/+/c']);
  });

  test('examples that "+" does not match, whatever words the filter has', () => {
    const levels = ['x', 'y', 'z', '+'];
    const filters = levels.flatMap((one) =>
      levels.flatMap((two) =>
        levels.flatMap((three) => ['q', '#'].map((last) => `x/${one}/${two}/${three}/q/${last}`)),
      ),
    );
    const examples = filters
      .filter((filter) => filter.includes('+'))
      .flatMap((filter) =>
        notesOf(ruleOf(`wider allow publish ${filter}`)).map((note) => [
          filter,
          note.example.slice('also allows '.length),
        ]),
      );
    expect(examples.length).toBe(74);
    expect(examples.filter(([filter = '', topic = '']) => matchesTopic(filter, topic))).toEqual([]);
  });
});
