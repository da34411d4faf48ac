import fc from 'fast-check';
import { expect, it } from 'vitest';
import { topicTree } from '../../../../web/console/topics/topic-tree.ts';
import { markerSpace, type Placed, treeLayout } from '../../../../web/console/topics/tree-layout.ts';
import { visibleTree } from '../../../../web/console/topics/visible-tree.ts';
import { filters } from './filters.ts';

const pictureOf = (given: readonly string[]) => treeLayout(visibleTree(topicTree(given), new Map()));
const labels = (placed: readonly Placed[]) => placed.map(({ item }) => item.label);

it('places nodes in the order of reading, each right of its parent', () => {
  const { placed } = pictureOf(['plant/line1/state', 'plant/#', 'demo']);
  expect(labels(placed)).toEqual(['', 'demo', 'plant', '#', 'line1', 'state']);
});

it('places a branch amid its children', () => {
  const { placed } = pictureOf(['a/1', 'a/2', 'a/3']);
  const rowOf = (path: string) => placed.find(({ item }) => item.node.path === path)?.y;
  expect(rowOf('a')).toBe(rowOf('a/2'));
  expect(rowOf('a/1')).toBeLessThan(rowOf('a/3') ?? 0);
});

it('places a button for more below a branch that is not all shown', () => {
  const { placed } = pictureOf(Array.from({ length: 170 }, (_, index) => `a/${index}`));
  const [more] = placed.filter(({ item }) => item.kind === 'more');
  expect(more).toMatchObject({
    item: { label: '170 more', shown: 0, node: { path: 'a' } },
    parent: { item: { label: 'a' } },
  });
});

it('shortens a long level, and never within a character', () => {
  const labelOf = (level: string) => labels(pictureOf([level]).placed).at(-1);
  expect(labelOf('x'.repeat(22))).toBe('x'.repeat(22));
  expect(labelOf('🌍'.repeat(23))).toBe(`${'🌍'.repeat(21)}…`);
});

it('lets nothing overlap, and nothing stand outside', () => {
  fc.assert(
    fc.property(fc.array(filters, { minLength: 1 }), (given) => {
      const { width, height, placed } = pictureOf(given);
      const boxes = placed.map(({ x, y, width: label }) => ({
        left: x,
        right: x + label + (label > 0 ? 3 * markerSpace : 0),
        top: y - 12,
        bottom: y + 12,
      }));
      for (const [index, box] of boxes.entries()) {
        expect(box.left).toBeGreaterThanOrEqual(0);
        expect(box.top).toBeGreaterThanOrEqual(0);
        expect(box.right).toBeLessThanOrEqual(width);
        expect(box.bottom).toBeLessThanOrEqual(height);
        const others = boxes.slice(index + 1);
        const isClear = others.every(
          (other) =>
            other.left >= box.right ||
            other.right <= box.left ||
            other.top >= box.bottom ||
            other.bottom <= box.top,
        );
        expect(isClear).toBe(true);
      }
      for (const { x, parent } of placed) {
        if (parent) expect(x).toBeGreaterThan(parent.x + parent.width);
      }
    }),
  );
});
