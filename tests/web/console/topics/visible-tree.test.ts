import fc from 'fast-check';
import { expect, it } from 'vitest';
import { topicTree } from '../../../../web/console/topics/topic-tree.ts';
import { shownRows, type VisibleNode, visibleTree } from '../../../../web/console/topics/visible-tree.ts';
import { filters } from './filters.ts';

const nothing = new Map<string, number>();
const many = (count: number, path: string) => Array.from({ length: count }, (_, index) => `${path}/${index}`);
const descendants = ({ children }: VisibleNode): readonly VisibleNode[] =>
  children.flatMap((child) => [child, ...descendants(child)]);
const childrenOf = (tree: VisibleNode, path: string): number | undefined =>
  descendants(tree).find(({ node }) => node.path === path)?.children.length;

it('shows all of a small tree', () => {
  const tree = topicTree([...many(10, 'a'), ...many(10, 'b')]);
  const visible = visibleTree(tree, nothing);
  expect(descendants(visible)).toHaveLength(22);
  expect(descendants(visible).every(({ hidden }) => hidden === 0)).toBe(true);
});

it('leaves a branch closed that does not fit, and shows the others', () => {
  const visible = visibleTree(topicTree([...many(200, 'a'), ...many(10, 'b')]), nothing);
  expect(childrenOf(visible, 'a')).toBe(0);
  expect(childrenOf(visible, 'b')).toBe(10);
  expect(visible.children.map(({ hidden }) => hidden)).toEqual([200, 0]);
});

it('shows as much of the first level as fits', () => {
  const visible = visibleTree(topicTree(Array.from({ length: 200 }, (_, index) => `t${index}`)), nothing);
  expect(visible.children).toHaveLength(shownRows - 1);
  expect(visible.hidden).toBe(200 - shownRows + 1);
});

it('closes no branch that would take no more rows open', () => {
  const given = Array.from({ length: shownRows }, (_, index) => `a/${index}/state/now`);
  const shown = descendants(visibleTree(topicTree(given), nothing));
  expect(shown).toHaveLength(1 + 3 * shownRows);
});

it('shows of a branch as much as somebody asked for', () => {
  const tree = topicTree(many(200, 'a'));
  expect(childrenOf(visibleTree(tree, new Map([['a', 50]])), 'a')).toBe(50);
  expect(childrenOf(visibleTree(tree, new Map([['a', 1000]])), 'a')).toBe(200);
});

it('never shows more than fits, hides nothing untold, and keeps the order', () => {
  fc.assert(
    fc.property(fc.array(filters, { maxLength: 400, size: 'max' }), (given) => {
      const tree = topicTree(given);
      const visible = visibleTree(tree, nothing);
      const shown = descendants(visible);
      const rows = shown.filter(({ children }) => children.length === 0);
      expect(rows.length + Math.sign(visible.hidden)).toBeLessThanOrEqual(shownRows);
      for (const { node, children, hidden } of [visible, ...shown]) {
        expect(children.length + hidden).toBe(node.children.length);
        expect(children.map((child) => child.node)).toEqual(node.children.slice(0, children.length));
      }
    }),
    { numRuns: 25 },
  );
});
