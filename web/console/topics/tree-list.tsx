// The same tree in words, for readers of any kind.
import { standingWords } from './standing.ts';
import { addressOfPlace } from './tree-question.ts';
import type { TreeSeen } from './tree-seen.ts';
import { shownMore, type VisibleNode } from './visible-tree.ts';

export const TreeList = ({ of, seen }: { readonly of: VisibleNode; readonly seen: TreeSeen }) => {
  const { children, hidden, node } = of;
  return (
    <ul class="tree">
      {children.map((child) => (
        <li key={child.node.path}>
          <Place of={child} seen={seen} />
          {(child.children.length > 0 || child.hidden > 0) && <TreeList of={child} seen={seen} />}
        </li>
      ))}
      {hidden > 0 && (
        <li>
          <button type="button" onClick={() => seen.onMore(node.path, children.length)}>
            Show {Math.min(hidden, shownMore)} of {hidden} more{' '}
            {node.path !== '' && (
              <>
                below <code>{node.path}</code>
              </>
            )}
          </button>
        </li>
      )}
    </ul>
  );
};

const Place = ({ of: { node }, seen }: { readonly of: VisibleNode; readonly seen: TreeSeen }) => (
  <>
    <a class="mono" href={addressOfPlace(node.path, seen.question)} aria-label={node.path}>
      {node.level}
    </a>{' '}
    <span class="quiet">
      {seen
        .standingsOf(node.path)
        .filter(({ reach }) => reach !== 'nobody')
        .map(standingWords)
        .join('; ')}
    </span>
  </>
);
