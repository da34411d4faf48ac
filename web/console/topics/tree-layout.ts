// Where everything of the picture stands: a column for each level, a row for each leaf.
import { type HierarchyPointNode, hierarchy, tree } from 'd3-hierarchy';
import type { TopicNode } from './topic-tree.ts';
import type { VisibleNode } from './visible-tree.ts';

type Item = {
  readonly label: string;
  /** What `more` shows more of. */
  readonly node: TopicNode;
} & ({ readonly kind: 'node'; readonly hidden: number } | { readonly kind: 'more'; readonly shown: number });

export type Placed = {
  readonly item: Item;
  readonly x: number;
  readonly y: number;
  /** Of the label, which stands before the markers. */
  readonly width: number;
  /** Absent at the root. */
  readonly parent: Placed | undefined;
};

export type Picture = {
  readonly width: number;
  readonly height: number;
  /** In the order of reading, the root first. */
  readonly placed: readonly Placed[];
};

export const markerSize = 20;
/** Of a marker, with what is between it and the next. */
export const markerSpace = markerSize + 4;
const mostMarkers = 3;
const rowHeight = 30;
const margin = 18;
const gap = 30;
/** Of the monospaced font at 13 px. */
const characterWidth = 7.9;
const padding = 8;
const longestLabel = 22;

export const treeLayout = (root: VisibleNode): Picture => {
  const laidOut = tree<Branch>()
    .nodeSize([rowHeight, 1])
    .separation((one, other) => (one.parent === other.parent ? 1 : 1.2))(
    hierarchy(branchOf(root), childrenOf),
  );
  const nodes: HierarchyPointNode<Branch>[] = [];
  laidOut.eachBefore((node) => nodes.push(node));
  const columns = columnsOf(nodes);
  const top = Math.min(...nodes.map(({ x }) => x));
  const placed = new Map<HierarchyPointNode<Branch>, Placed>();
  for (const node of nodes) {
    const { item } = node.data;
    placed.set(node, {
      item,
      x: columns[node.depth] ?? 0,
      y: node.x - top + margin,
      width: node.parent ? labelWidth(item) : 0,
      parent: node.parent ? placed.get(node.parent) : undefined,
    });
  }
  return {
    width: (columns.at(-1) ?? 0) + margin,
    height: Math.max(...nodes.map(({ x }) => x)) - top + 2 * margin,
    placed: [...placed.values()],
  };
};

type Branch = { readonly item: Item; readonly children: readonly Branch[] };

const branchOf = ({ node, children, hidden }: VisibleNode): Branch => {
  const shown = children.length;
  const more: Branch = { item: { kind: 'more', node, shown, label: `${hidden} more` }, children: [] };
  return {
    item: { kind: 'node', node, hidden, label: shortened(node.level) },
    children: [...children.map(branchOf), ...(hidden > 0 ? [more] : [])],
  };
};

const childrenOf = ({ children }: Branch): Branch[] => [...children];

/** Where each column begins, and where the last one ends. */
const columnsOf = (nodes: readonly HierarchyPointNode<Branch>[]): readonly number[] => {
  const widths: number[] = [];
  for (const { depth, data } of nodes) {
    widths[depth] = Math.max(widths[depth] ?? 0, widthOf(data.item));
  }
  const columns = [margin];
  for (const width of widths) columns.push((columns.at(-1) ?? 0) + width + gap);
  return columns;
};

const widthOf = (item: Item): number =>
  item.node.kind === 'root' && item.kind === 'node' ? 0 : labelWidth(item) + mostMarkers * markerSpace;

const labelWidth = ({ label }: Item): number => [...label].length * characterWidth + 2 * padding;

/** The whole is said to those who point at it. */
const shortened = (level: string): string => {
  const characters = [...level];
  return characters.length <= longestLabel ? level : `${characters.slice(0, longestLabel - 1).join('')}…`;
};
