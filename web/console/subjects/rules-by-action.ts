// Grants by what they say about each action.
import type { Grant } from '../../shared/api-paths.ts';

const actions = ['publish', 'subscribe', 'receive'] as const;

type Action = (typeof actions)[number];

export type ActionRules = {
  readonly action: Action;
  readonly allow: readonly Grant[];
  readonly deny: readonly Grant[];
};

/** Of the actions that any grant names; without grants that have ended. In order of topic filters. */
export const rulesByAction = (grants: readonly Grant[]): readonly ActionRules[] => {
  const standing = grants
    .filter(({ status }) => status.state !== 'expired')
    .toSorted((one, other) => (one.topicFilter < other.topicFilter ? -1 : 1));
  return actions
    .map((action) => {
      const named = standing.filter((grant) => grant.actions.includes(action));
      return {
        action,
        allow: named.filter(({ effect }) => effect === 'allow'),
        deny: named.filter(({ effect }) => effect === 'deny'),
      };
    })
    .filter(({ allow, deny }) => allow.length + deny.length > 0);
};
