// The topic filters of grants as one tree of levels.
import type { Grant } from '../../shared/api-paths.ts';

/** What the tree needs to know of a grant. */
export type TreeGrant = Pick<
  Grant,
  'grantId' | 'subject' | 'effect' | 'actions' | 'topicFilter' | 'allowWider'
>;

export type TopicNode = {
  /** The levels from the first to this one; empty at the root, which is no level. */
  readonly path: string;
  readonly level: string;
  readonly kind: LevelKind;
  /** Some grant's filter ends here. */
  readonly isFilter: boolean;
  readonly children: readonly TopicNode[];
};

export type LevelKind = 'root' | 'text' | 'variable' | 'single' | 'multi';

export const topicTree = (filters: readonly string[]): TopicNode => {
  const root: Branch = { isFilter: false, branches: new Map() };
  for (const filter of filters) {
    let branch = root;
    for (const level of filter.split('/')) {
      const next = branch.branches.get(level) ?? { isFilter: false, branches: new Map() };
      branch.branches.set(level, next);
      branch = next;
    }
    branch.isFilter = true;
  }
  return { path: '', level: '', kind: 'root', isFilter: false, children: nodesOf(root, '') };
};

const levelKind = (level: string): Exclude<LevelKind, 'root'> => {
  if (level === '#') return 'multi';
  if (level === '+') return 'single';
  return level.startsWith('${') ? 'variable' : 'text';
};

/** Whether it names one topic: not many by a wildcard, not each user's own by a variable. */
export const isOneTopic = (path: string): boolean =>
  path.split('/').every((level) => levelKind(level) === 'text');

type Branch = { isFilter: boolean; readonly branches: Map<string, Branch> };

const nodesOf = ({ branches }: Branch, parent: string): readonly TopicNode[] =>
  [...branches]
    .map(([level, branch]) => {
      const path = parent === '' ? level : `${parent}/${level}`;
      return {
        path,
        level,
        kind: levelKind(level),
        isFilter: branch.isFilter,
        children: nodesOf(branch, path),
      };
    })
    .sort((one, other) => rank[one.kind] - rank[other.kind] || compare(one.level, other.level));

/** What covers most comes first. */
const rank = { multi: 0, single: 1, variable: 2, text: 3 } as const;

/** Numbers by their value: line2 before line10. */
const compare = new Intl.Collator('en', { numeric: true }).compare;
