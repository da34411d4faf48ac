import type { Standing } from './standing.ts';
import type { TreeQuestion } from './tree-question.ts';

/** What the picture and the list share: what to say of each place, and what can be done there. */
export type TreeSeen = {
  readonly standingsOf: (path: string) => readonly Standing[];
  readonly question: TreeQuestion;
  /** Shows more of what is below a path, of which so many children are shown. */
  readonly onMore: (path: string, shown: number) => void;
};
