// How much of a topic tree is shown: all of it, or what fits, with the way to more.
import type { TopicNode } from './topic-tree.ts';

export type VisibleNode = {
  readonly node: TopicNode;
  readonly children: readonly VisibleNode[];
  /** Children that are not shown. */
  readonly hidden: number;
};

/** So many rows – of leaves, and of branches that are closed – are shown before somebody asks for more. */
export const shownRows = 150;

/** So many more children at a time. */
export const shownMore = 50;

/**
 * Level by level, as long as whole branches fit; of the first level as much as fits. A single child takes the row of
 * its parent: it is always shown.
 * @param opened how many children of a node somebody asked for, by the node's path.
 */
export const visibleTree = (root: TopicNode, opened: ReadonlyMap<string, number>): VisibleNode => {
  const shown = new Map<TopicNode, number>();
  let left = shownRows - 1;
  const queue = [root];
  for (let node = queue.shift(); node; node = queue.shift()) {
    const { children } = node;
    const rows = Math.max(children.length - 1, 0);
    // What is left of the first level takes a row, too.
    const fitting = rows <= left ? children.length : node === root ? left : 0;
    left -= rows <= left ? rows : fitting;
    const count = Math.max(fitting, opened.get(node.path) ?? 0);
    shown.set(node, count);
    queue.push(...children.slice(0, count));
  }
  const visible = (node: TopicNode): VisibleNode => {
    const children = node.children.slice(0, shown.get(node) ?? 0);
    return { node, children: children.map(visible), hidden: node.children.length - children.length };
  };
  return visible(root);
};
