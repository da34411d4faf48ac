// What grants permit a device, as lists of filters for people and programs.
import { type Filter, filterText, reducedFilters } from './filter-list.ts';
import type { Action, Effect, GrantRule } from './grant.ts';
import { type GrantNote, notesOf } from './grant-notes.ts';
import { reachOf, ruleFor } from './grant-reach.ts';
import { retainable } from './retainable.ts';
import type { TopicFilter } from './topic-filter.ts';
import type { VariableValues } from './topic-filter-variable.ts';

/** Each list sorted, none of its filters covered by another. */
export type Permissions = Readonly<Record<Action, readonly string[]>> & {
  /** Where what is published may be retained. */
  readonly retain: readonly string[];
  /** Not subtracted from the lists above: what is denied here is denied whatever they say. */
  readonly deny: Readonly<Record<Action, readonly string[]>>;
  /** What the filters with a `+` do otherwise than they read. */
  readonly notes: readonly GrantNote[];
};

/**
 * `receive` lists what subscriptions deliver and what a backend may send directly; `deny.receive` what is cut off
 * from both. A filter text that was granted literally covers no other.
 */
export const describePermissions = (input: {
  /** The unexpired grants of everyone, the user's groups and the user. */
  readonly rules: readonly GrantRule[];
  /** Variables without a value are left standing: all but the user before the first registration. */
  readonly device: VariableValues;
  /** As `parseRetainedTopic` takes them. */
  readonly retainedTopics: readonly TopicFilter[];
}): Permissions => {
  const { device, retainedTopics } = input;
  const rules = input.rules.map((rule) => ruleFor(rule, device));
  const allowed = listsOf(rules.filter(({ effect }) => effect === 'allow'));
  const denied = listsOf(rules.filter(({ effect }) => effect === 'deny'));
  return {
    ...textsOf(allowed),
    retain: retainable(allowed.publish, device, retainedTopics).map(filterText),
    deny: textsOf(denied),
    notes: notesOn(rules, { allow: allowed, deny: denied }),
  };
};

type Lists = Readonly<Record<Action, readonly Filter[]>>;

const listsOf = (rules: readonly GrantRule[]): Lists => {
  const list = (action: Action): readonly Filter[] =>
    reducedFilters(rules.map((rule) => reachOf(rule, action)).filter((filter) => filter !== undefined));
  return { publish: list('publish'), subscribe: list('subscribe'), receive: list('receive') };
};

const textsOf = ({ publish, subscribe, receive }: Lists): Readonly<Record<Action, readonly string[]>> => ({
  publish: publish.map(filterText),
  subscribe: subscribe.map(filterText),
  receive: receive.map(filterText),
});

/** The notes of what is listed; a filter that another covers owes nothing any more. */
const notesOn = (
  rules: readonly GrantRule[],
  lists: Readonly<Record<Effect, Lists>>,
): readonly GrantNote[] => {
  const notes = new Map<string, GrantNote>();
  for (const rule of rules) {
    for (const note of notesOf(rule)) {
      const reach = JSON.stringify(reachOf(rule, note.action));
      const listed = lists[rule.effect][note.action].some((filter) => JSON.stringify(filter) === reach);
      if (listed) notes.set(`${note.filter} ${JSON.stringify(note)}`, note);
    }
  }
  return [...notes].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, note]) => note);
};
