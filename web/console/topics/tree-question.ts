// What the tree page shows, as its address says it.

import { addressOf } from '../addresses.ts';
import type { TreeAction } from './standing.ts';
import { isOneTopic } from './topic-tree.ts';

export const treeActions = ['publish', 'subscribe', 'receive'] as const;

export type TreeQuestion = {
  /** Whose grants alone. */
  readonly subject: string | undefined;
  /** Grants of which alone. */
  readonly action: TreeAction | undefined;
  readonly view: 'picture' | 'list';
  /** The place whose grants are shown. */
  readonly at: string | undefined;
};

export const treeQuestionIn = (query: Readonly<Record<string, string | undefined>>): TreeQuestion => ({
  subject: query['subject'] || undefined,
  action: treeActions.find((action) => action === query['action']),
  view: query['view'] === 'list' ? 'list' : 'picture',
  at: query['at'] || undefined,
});

export const treeAddress = ({ subject, action, view, at }: TreeQuestion): string => {
  const query = new URLSearchParams();
  if (subject !== undefined) query.set('subject', subject);
  if (action !== undefined) query.set('action', action);
  if (view === 'list') query.set('view', view);
  if (at !== undefined) query.set('at', at);
  return query.size === 0 ? '/console/tree' : `/console/tree?${query}`;
};

/** A topic has a page of its own; the grants of a filter are shown below the tree. */
export const addressOfPlace = (path: string, question: TreeQuestion): string =>
  isOneTopic(path) ? addressOf.topic(path, question.action) : treeAddress({ ...question, at: path });
