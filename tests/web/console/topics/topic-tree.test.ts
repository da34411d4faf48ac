import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isOneTopic, type TopicNode, topicTree } from '../../../../web/console/topics/topic-tree.ts';
import { filters } from './filters.ts';

const descendants = ({ children }: TopicNode): readonly TopicNode[] =>
  children.flatMap((child) => [child, ...descendants(child)]);

it('joins filters where their levels are the same', () => {
  const tree = topicTree(['plant/line1/state', 'plant/line1', 'plant/#']);
  expect(descendants(tree).map(({ path, kind, isFilter }) => [path, kind, isFilter])).toEqual([
    ['plant', 'text', false],
    ['plant/#', 'multi', true],
    ['plant/line1', 'text', true],
    ['plant/line1/state', 'text', true],
  ]);
});

it('is empty without filters', () => {
  expect(topicTree([]).children).toEqual([]);
});

it('puts what covers most first, and line2 before line10', () => {
  const levels = ['line10', 'line2', '${thingName}', '+', '#', 'Line2'];
  const [plant] = topicTree(levels.map((level) => `plant/${level}`)).children;
  expect(plant?.children.map(({ level, kind }) => [level, kind])).toEqual([
    ['#', 'multi'],
    ['+', 'single'],
    ['${thingName}', 'variable'],
    ['line2', 'text'],
    ['Line2', 'text'],
    ['line10', 'text'],
  ]);
});

it('has each filter once, at its place, and nothing else that is one', () => {
  fc.assert(
    fc.property(fc.array(filters), (given) => {
      const nodes = descendants(topicTree(given));
      const found = nodes.filter(({ isFilter }) => isFilter).map(({ path }) => path);
      expect(found.toSorted()).toEqual([...new Set(given)].sort());
      expect(new Set(nodes.map(({ path }) => path)).size).toBe(nodes.length);
    }),
  );
});

it('ends every branch at a filter, and joins each path from its levels', () => {
  fc.assert(
    fc.property(fc.array(filters), (given) => {
      const inOrder = (node: TopicNode): void => {
        for (const child of node.children) {
          expect(child.path).toBe(node.path === '' ? child.level : `${node.path}/${child.level}`);
          expect(child.isFilter || child.children.length > 0).toBe(true);
          inOrder(child);
        }
      };
      inOrder(topicTree(given));
    }),
  );
});

it('is the same in whatever order the filters come', () => {
  fc.assert(
    fc.property(fc.uniqueArray(filters), (given) => {
      expect(topicTree(given.toReversed())).toEqual(topicTree(given));
    }),
  );
});

it.each([
  ['plant/state', true],
  ['plant/#', false],
  ['plant/+/state', false],
  ['users/${identityId}/inbox', false],
  ['$aws/things', true],
])('knows of %s whether it is one topic: %s', (path, isOne) => {
  expect(isOneTopic(path)).toBe(isOne);
});
