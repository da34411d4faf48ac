// The table of design "Exact or refused": which names in IoT policies a grant stands for.
import { type GrantRule, isLiteral } from './grant.ts';
import type { Level } from './topic-filter.ts';
import { policyVariables } from './topic-filter-variable.ts';

/** What an IoT policy can say about one `topic` or `topicfilter` name, as bits to be combined. */
export const permit = { publish: 1, receive: 2, subscribe: 4 } as const;

/** A name of an IoT resource by its levels; a level `*` is any text, `/` included. */
export type GrantResource = {
  readonly type: 'topic' | 'topicfilter';
  readonly levels: readonly string[];
  /** `permit` bits. */
  readonly permits: number;
};

export const resourcesOf = (rule: GrantRule): GrantResource[] => {
  // RetainPublish goes with Publish; whoever may not subscribe must not receive either.
  const subscribes = rule.actions.includes('subscribe');
  const publish = rule.actions.includes('publish') ? permit.publish : 0;
  const receive = subscribes || rule.actions.includes('receive') ? permit.receive : 0;
  const patterns = withParent(rule.topicFilter.levels.map((level) => policyLevel(level, rule)));
  const resources: GrantResource[] = patterns.map((levels) => ({
    type: 'topic',
    levels,
    permits: publish | receive,
  }));
  if (!subscribes) return resources;
  const filters = isLiteral(rule)
    ? [rule.topicFilter.levels.map((level) => literalLevel(level, rule))]
    : patterns;
  return resources.concat(
    filters.map((levels) => ({ type: 'topicfilter', levels, permits: permit.subscribe })),
  );
};

/** [MQTT-4.7.1-1]: `a/#` matches `a` too, which `a/*` does not. */
const withParent = (levels: string[]): string[][] =>
  levels.at(-1) === '#' ? [levels.slice(0, -1), [...levels.slice(0, -1), '*']] : [levels];

const policyLevel = (level: Level, rule: GrantRule): string =>
  level.kind === 'single' ? '*' : literalLevel(level, rule);

const literalLevel = (level: Level, rule: GrantRule): string => {
  switch (level.kind) {
    case 'text':
      return level.text;
    case 'single':
      return '+';
    case 'multi':
      return '#';
    case 'variable':
      return level.variable === 'userId' ? userIdOf(rule) : policyVariables[level.variable];
  }
};

/** Only a user's grant can hold `${userId}`; anywhere else it would stay standing and match nothing. */
const userIdOf = (rule: GrantRule): string =>
  rule.subject.kind === 'user' ? rule.subject.userId : '${userId}';
