// What can be asked about a topic, and which grants matter to the answer.
import type { Grant } from '../../shared/api-paths.ts';

export const topicActions = ['publish', 'subscribe', 'receive', 'retain'] as const;

export type TopicAction = (typeof topicActions)[number];

/** `publish` where the address says nothing, or nothing that is known. */
export const parseTopicAction = (text: string | undefined): TopicAction =>
  topicActions.find((action) => action === text) ?? 'publish';

/**
 * Whether a grant that covers the topic says something about the action there. Subscribing is receiving as well;
 * a deny of receiving leaves the SUBSCRIBE accepted and stops what it would deliver; whoever may publish may retain,
 * where the stack lets anybody.
 */
export const bearsOn = (
  { actions, effect }: Pick<Grant, 'actions' | 'effect'>,
  action: TopicAction,
): boolean => {
  switch (action) {
    case 'publish':
    case 'retain':
      return actions.includes('publish');
    case 'subscribe':
      return actions.includes('subscribe') || (effect === 'deny' && actions.includes('receive'));
    case 'receive':
      return actions.includes('subscribe') || actions.includes('receive');
  }
};
