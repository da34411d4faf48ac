import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Change, difference } from '../../../../web/console/audit/difference.ts';

describe('the difference between two values', () => {
  it.each<[what: string, before: unknown, after: unknown, changes: Change[]]>([
    ['nothing', { a: 1, b: ['x'] }, { b: ['x'], a: 1 }, []],
    ['a member more', {}, { a: null }, [{ path: ['a'], kind: 'added', after: null }]],
    ['a member less', { a: 1, b: 2 }, { b: 2 }, [{ path: ['a'], kind: 'removed', before: 1 }]],
    ['another text', { a: 'x' }, { a: 'y' }, [{ path: ['a'], kind: 'changed', before: 'x', after: 'y' }]],
    [
      'no text any more',
      { a: 'x' },
      { a: null },
      [{ path: ['a'], kind: 'changed', before: 'x', after: null }],
    ],
    [
      'members within members',
      { a: { b: { c: 1 }, d: 1 } },
      { a: { b: { c: 2 }, d: 1 } },
      [{ path: ['a', 'b', 'c'], kind: 'changed', before: 1, after: 2 }],
    ],
    ['a whole object', { a: 1 }, { a: 1, b: { c: 2 } }, [{ path: ['b'], kind: 'added', after: { c: 2 } }]],
    [
      'items of a list',
      { groups: ['a', 'b'] },
      { groups: ['c', 'b'] },
      [
        { path: ['groups'], kind: 'removed', before: 'a' },
        { path: ['groups'], kind: 'added', after: 'c' },
      ],
    ],
    ['one of two that are the same', ['a', 'a'], ['a'], [{ path: [], kind: 'removed', before: 'a' }]],
    ['the order of a list alone', ['a', { b: ['c', 'd'] }], [{ b: ['d', 'c'] }, 'a'], []],
    [
      'a list in place of an object',
      { a: {} },
      { a: [] },
      [{ path: ['a'], kind: 'changed', before: {}, after: [] }],
    ],
    ['what every object inherits', {}, { toString: 1 }, [{ path: ['toString'], kind: 'added', after: 1 }]],
  ])('tells of %s', (_, before, after, changes) => {
    expect(difference(before, after)).toEqual(changes);
  });

  it('is none between a value and itself', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(difference(value, structuredClone(value))).toEqual([]);
      }),
    );
  });

  it('is the same the other way round, but for its direction', () => {
    fc.assert(
      fc.property(value, value, (one, other) => {
        const back = difference(other, one).map(reversed);
        const forth = difference(one, other);
        expect(back).toHaveLength(forth.length);
        expect(back).toEqual(expect.arrayContaining([...forth]));
      }),
    );
  });

  it('is all that it takes to come from one object to the other', () => {
    fc.assert(
      fc.property(object, object, (before, after) => {
        expect(applied(before, difference(before, after))).toEqual(after);
      }),
    );
  });
});

const name = fc.constantFrom('a', 'b', 'c', 'constructor');
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<unknown>(null, true, 0, 1, '', 'x'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));

type Tree = { [member: string]: Tree | number };
const { object } = fc.letrec<{ object: Tree; leaf: Tree | number }>((tie) => ({
  object: fc.dictionary(name, tie('leaf'), { maxKeys: 3, noNullPrototype: true }),
  leaf: fc.oneof({ maxDepth: 3 }, fc.constantFrom(0, 1), tie('object')),
}));

const reversed = (change: Change): Change => {
  const { path } = change;
  switch (change.kind) {
    case 'added':
      return { path, kind: 'removed', before: change.after };
    case 'removed':
      return { path, kind: 'added', after: change.before };
    case 'changed':
      return { path, kind: 'changed', before: change.after, after: change.before };
  }
};

/** Members are set and taken away where the paths say. */
const applied = (before: Tree, changes: readonly Change[]): unknown => {
  const root: Record<string, unknown> = structuredClone(before);
  for (const change of changes) {
    const owner = change.path.slice(0, -1).reduce((at, step) => Object(at[step]), root);
    const last = change.path.at(-1) ?? '';
    if (change.kind === 'removed') delete owner[last];
    else owner[last] = change.after;
  }
  return root;
};
