// What a grant says, and which grants no IoT policy can say exactly.
import { type GrantFault, type GrantRuleFault, ruleFault } from './grant-fault.ts';
import { ok, type Result, refuse } from './result.ts';
import type { Subject } from './subject.ts';
import { parseTopicFilter, type TopicFilter } from './topic-filter.ts';

/** `subscribe` is subscribing and receiving; `receive` is receiving what a backend sends directly. */
export type Action = 'publish' | 'subscribe' | 'receive';
export type Effect = 'allow' | 'deny';

/** A grant without its bookkeeping; only `parseGrantRule` makes one. */
export type GrantRule = {
  readonly subject: Subject;
  readonly effect: Effect;
  /** At least one, each once, in the order publish, subscribe, receive. */
  readonly actions: readonly Action[];
  readonly topicFilter: TopicFilter;
  /** `+` becomes any text, `/` included, by the administrator's consent. */
  readonly allowWider: boolean;
};

export type GrantRuleInput = {
  readonly subject: Subject;
  readonly effect?: Effect | undefined;
  readonly actions: readonly Action[];
  readonly topicFilter: string;
  readonly allowWider?: boolean | undefined;
};

export const parseGrantRule = (input: GrantRuleInput): Result<GrantRule, GrantFault> => {
  const { subject, effect = 'allow', allowWider = false } = input;
  const actions = everyAction.filter((action) => input.actions.includes(action));
  if (actions.length === 0) return refuse({ code: 'no-action', detail: 'The grant names no action.' });
  const filter = parseTopicFilter(input.topicFilter, subject.kind === 'user' ? subject.userId : undefined);
  if (!filter.ok) return filter;
  const rule: GrantRule = { subject, effect, actions, topicFilter: filter.value, allowWider };
  const fault = variableFault(rule) ?? wildcardFault(rule);
  return fault ? refuse(fault) : ok(rule);
};

export const everyAction: readonly Action[] = ['publish', 'subscribe', 'receive'];

/** Whether the grant is literal: subscribing to exactly this filter text, `+` and all. */
export const isLiteral = (rule: GrantRule): boolean =>
  !rule.allowWider && rule.topicFilter.levels.some((level) => level.kind === 'single');

const variableFault = (rule: GrantRule): GrantRuleFault | undefined => {
  for (const [index, level] of rule.topicFilter.levels.entries()) {
    if (level.kind !== 'variable') continue;
    if (level.variable === 'userId' && rule.subject.kind !== 'user') {
      return ruleFault('variable-not-for-subject', rule, index);
    }
    // "An unresolved variable matches nothing": the Deny would silently stop denying.
    if (level.variable === 'thingName' && rule.effect === 'deny') {
      return ruleFault('variable-not-in-deny', rule, index);
    }
  }
  return undefined;
};

/** IoT policies have no single-level wildcard: `*` crosses `/`, `+` is a literal character. */
const wildcardFault = (rule: GrantRule): GrantRuleFault | undefined => {
  const { levels } = rule.topicFilter;
  const single = levels.findIndex((level) => level.kind === 'single');
  if (single < 0) return undefined;
  if (!rule.allowWider) {
    const literal = rule.effect === 'allow' && rule.actions.every((action) => action === 'subscribe');
    return literal ? undefined : ruleFault('wildcard-not-expressible', rule, single);
  }
  const last = levels.findLastIndex((level) => level.kind === 'single');
  // Its filter texts would hold `a/#`, which by MQTT also matches `a`.
  const open = last === levels.length - 1 || levels[last + 1]?.kind === 'multi';
  return open ? ruleFault('use-multi-level-wildcard', rule, last) : undefined;
};
