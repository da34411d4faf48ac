// Subscriptions that outlive their grants. "An existing subscription survives losing Subscribe; only Receive (or a
// disconnect) stops delivery" (AWS IoT, authorization).
import { coversFilter, type Filter } from './filter-list.ts';
import { meetsOf, type Part } from './filter-meet.ts';
import type { Effect, GrantRule } from './grant.ts';
import { reachOf, ruleFor } from './grant-reach.ts';
import { levelText, parseVariable, type VariableValues } from './topic-filter-variable.ts';

/**
 * The filters within which could be subscribed before and cannot any more, with `*` for a `+` that was granted wider.
 * Denies do not count: one that is gained on subscribing is one on receiving too, so that nothing is delivered.
 */
export const removedSubscriptions = (
  before: readonly GrantRule[],
  after: readonly GrantRule[],
): readonly string[] => {
  const remaining = subscribing(after).map(subscribable);
  const removed = subscribing(before).filter(
    (rule) => !remaining.some((outer) => coversFilter(outer, subscribable(rule))),
  );
  return [...new Set(removed.map((rule) => writeFilter(offeredBy(rule))))].sort();
};

/**
 * Whether a session that had subscribed to anything within the filters could still be delivered what no subscription
 * that is granted now would bring. True in doubt: where several grants together bring what none of them does alone,
 * or one granted wider does at more levels than its filter has.
 */
export const outlive = (
  /** As `removedSubscriptions` writes them. */
  filters: readonly string[],
  /** All that the user has now, of all its scopes. */
  rules: readonly GrantRule[],
  device: VariableValues,
): boolean => {
  const own = rules.map((rule) => ruleFor(rule, device));
  const received = (effect: Effect): readonly Filter[] =>
    own
      .filter((rule) => rule.effect === effect)
      .map((rule) => reachOf(rule, 'receive'))
      .filter((reach) => reach !== undefined);
  const harmless = [...received('deny'), ...subscribing(own).map(offeredBy)];
  const allowed = received('allow');
  const isBeyond = (delivered: Filter): boolean =>
    !harmless.some((filter) => coversFilter(filter, delivered));
  return filters
    .map((text) => readFilter(text, device))
    .some((filter) => allowed.some((reach) => meetsOf(filter, reach).some(isBeyond)));
};

/** The grants that allow subscribing, `${userId}` put in. */
const subscribing = (rules: readonly GrantRule[]): readonly GrantRule[] =>
  rules
    .filter(({ effect, actions }) => effect === 'allow' && actions.includes('subscribe'))
    .map((rule) => ruleFor(rule, {}));

/** The filter texts that may be subscribed to; of a literal grant, its own alone. */
const subscribable = (rule: GrantRule): Filter => reachOf(rule, 'subscribe') ?? [];

/** What all subscriptions within the grant bring: by MQTT's rules where its filter is taken literally. */
const offeredBy = (rule: GrantRule): Filter =>
  rule.topicFilter.levels.map((level) =>
    level.kind === 'single' && rule.allowWider ? { kind: 'wide' } : level,
  );

/** `*` is no text that a grant's filter can hold. */
const writeFilter = (filter: Filter): string =>
  filter.map((part) => (part.kind === 'wide' ? '*' : levelText(part))).join('/');

const readFilter = (text: string, device: VariableValues): Filter =>
  text.split('/').map((level): Part => {
    if (level === '*') return { kind: 'wide' };
    if (level === '+') return { kind: 'single' };
    if (level === '#') return { kind: 'multi' };
    const variable = parseVariable(level);
    const value = variable && device[variable];
    return variable && value === undefined
      ? { kind: 'variable', variable }
      : { kind: 'text', text: value ?? level };
  });
