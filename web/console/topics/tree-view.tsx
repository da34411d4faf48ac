// The tree, as a picture or as a list, with the ways to more of it.
import { useMemo, useState } from 'preact/hooks';
import type { Grant } from '../../shared/api-paths.ts';
import { standingsAt } from './standing.ts';
import { topicTree } from './topic-tree.ts';
import { TreeLegend } from './tree-legend.tsx';
import { TreeList } from './tree-list.tsx';
import { TreePicture } from './tree-picture.tsx';
import { type TreeQuestion, treeActions, treeAddress } from './tree-question.ts';
import type { TreeSeen } from './tree-seen.ts';
import { shownMore, visibleTree } from './visible-tree.ts';

export const TopicTree = ({
  grants,
  question,
}: {
  readonly grants: readonly Grant[];
  readonly question: TreeQuestion;
}) => {
  const { action, view } = question;
  const named = useMemo(
    () => (action ? grants.filter((grant) => grant.actions.includes(action)) : grants),
    [grants, action],
  );
  const tree = useMemo(() => topicTree(named.map(({ topicFilter }) => topicFilter)), [named]);
  // No filter begins with a wildcard: what covers a place begins as it does.
  const byTree = useMemo(() => Map.groupBy(grants, ({ topicFilter }) => firstLevel(topicFilter)), [grants]);
  const [opened, setOpened] = useState<ReadonlyMap<string, number>>(new Map());
  const visible = useMemo(() => visibleTree(tree, opened), [tree, opened]);
  const actions = action ? [action] : treeActions;
  const seen: TreeSeen = {
    standingsOf: (path) => standingsAt(path, byTree.get(firstLevel(path)) ?? [], actions),
    question,
    onMore: (path, shown) => setOpened(new Map(opened).set(path, shown + shownMore)),
  };
  if (tree.children.length === 0) return <p>There are no such grants.</p>;

  return (
    <section class="card">
      <div class="row spread">
        {view === 'picture' ? <TreeLegend /> : <p>Level by level, and who may do what there.</p>}
        <nav class="row" aria-label="View">
          <ViewLink question={question} view="picture" text="Picture" />
          <ViewLink question={question} view="list" text="List" />
        </nav>
      </div>
      {view === 'list' ? <TreeList of={visible} seen={seen} /> : <TreePicture of={visible} seen={seen} />}
      {opened.size > 0 && (
        <button type="button" onClick={() => setOpened(new Map())}>
          Close what was opened
        </button>
      )}
    </section>
  );
};

const firstLevel = (path: string): string => path.split('/', 1)[0] ?? '';

const ViewLink = ({
  question,
  view,
  text,
}: {
  readonly question: TreeQuestion;
  readonly view: TreeQuestion['view'];
  readonly text: string;
}) => (
  <a
    class={question.view === view ? 'button primary' : 'button'}
    href={treeAddress({ ...question, view })}
    aria-current={question.view === view ? 'true' : undefined}
  >
    {text}
  </a>
);
