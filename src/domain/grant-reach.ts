// Which topics and which filter texts a grant reaches.
import type { Filter } from './filter-list.ts';
import { type Action, type GrantRule, isLiteral } from './grant.ts';
import { levelText, resolveVariables, type VariableValues } from './topic-filter-variable.ts';

/** The grant as it is for one device; variables without a value are left standing. */
export const ruleFor = (rule: GrantRule, device: VariableValues): GrantRule => {
  const userId = rule.subject.kind === 'user' ? rule.subject.userId : undefined;
  return { ...rule, topicFilter: resolveVariables(rule.topicFilter, { ...device, userId }) };
};

/** The filter that a grant gives an action, if it does: `subscribe` is subscribing and receiving. */
export const reachOf = (rule: GrantRule, action: Action): Filter | undefined => {
  const named = rule.actions.includes(action) || (action === 'receive' && rule.actions.includes('subscribe'));
  if (!named) return undefined;
  return action === 'subscribe' && isLiteral(rule) ? literalReach(rule) : topicReach(rule);
};

/** Wherever a `+` stands, `*` is what a policy says: by consent, or for a literal grant's Receive. */
const topicReach = ({ topicFilter }: GrantRule): Filter =>
  topicFilter.levels.map((level) => (level.kind === 'single' ? { kind: 'wide' } : level));

/** The very text of the filter, wildcards and all. */
const literalReach = ({ topicFilter }: GrantRule): Filter =>
  topicFilter.levels.map((level) =>
    level.kind === 'single' || level.kind === 'multi' ? { kind: 'text', text: levelText(level) } : level,
  );
