// Which resource names are covered by others – "IoT policies: `*` is any run of characters, `/` included".

/** A tree of names by their levels. `*` stands for at least one level: in our names it always is a whole one. */
export type CoverTree = {
  readonly children: Map<string, CoverTree>;
  /** Bits of what is said of the name that ends here. */
  permits: number;
};

export const emptyCoverTree = (): CoverTree => ({ children: new Map(), permits: 0 });

/** Says this of the name too; whether nothing was said of it before. */
export const addName = (tree: CoverTree, levels: readonly string[], permits: number): boolean => {
  let node = tree;
  for (const level of levels) {
    let child = node.children.get(level);
    if (!child) {
      child = emptyCoverTree();
      node.children.set(level, child);
    }
    node = child;
  }
  const isNew = node.permits === 0;
  node.permits |= permits;
  return isNew;
};

/** What was said of this very name. */
export const ownPermits = (tree: CoverTree, levels: readonly string[]): number =>
  levels.reduce<CoverTree | undefined>((node, level) => node?.children.get(level), tree)?.permits ?? 0;

/** The permits that *other* names of the tree have on everything that this name stands for. */
export const coveringPermits = (tree: CoverTree, levels: readonly string[]): number =>
  permitsFrom(tree, levels, 0, false);

/**
 * Walks the tree along the levels. `*` in the name is met by `*` only – that is complete, because any text may stand
 * there and no finite set of other names holds them all. The walk depends on the eight levels, not on the tree's size.
 * `wider` tells that the way so far differs from the name itself.
 */
const permitsFrom = (tree: CoverTree, levels: readonly string[], index: number, wider: boolean): number => {
  const level = levels[index];
  if (level === undefined) return wider ? tree.permits : 0;
  const same = tree.children.get(level);
  let permits = same ? permitsFrom(same, levels, index + 1, wider) : 0;
  const star = tree.children.get('*');
  if (!star) return permits;
  if (level !== '*') permits |= permitsFrom(star, levels, index + 1, true);
  for (let next = index + 2; next <= levels.length; next += 1)
    permits |= permitsFrom(star, levels, next, true);
  return permits;
};
