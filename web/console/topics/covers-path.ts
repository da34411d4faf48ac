// Whether a grant reaches a place in the topic tree: all topics that the place stands for, and no fewer.
import type { TreeGrant } from './topic-tree.ts';

/**
 * Wildcards and variables of the path are places like any other: `a/#` covers `a/+`, and `a/+` covers no `a/#`.
 * A `+` is literal, for this filter text alone, or by consent any text, `/` included.
 */
export const coversPath = (grant: Pick<TreeGrant, 'topicFilter' | 'allowWider'>, path: string): boolean => {
  if (grant.topicFilter === path) return true;
  const filter = grant.topicFilter.split('/');
  if (filter.includes('+') && !grant.allowWider) return false;
  return covers(filter, path.split('/'));
};

const covers = (filter: readonly string[], path: readonly string[]): boolean => {
  const [first, ...rest] = filter;
  // The level above `#` is covered as well.
  if (first === '#') return true;
  const [level, ...below] = path;
  if (first === undefined || level === undefined) return first === level;
  if (first === '+') return coversWide(rest, path);
  return first === level && covers(rest, below);
};

/** One level or several. A grant has no such `+` at its end, or before a final `#`. */
const coversWide = (rest: readonly string[], path: readonly string[]): boolean =>
  path.some((_, index) => covers(rest, path.slice(index + 1)));
