import type { Filter } from './filter-list.ts';
import { meetsOf } from './filter-meet.ts';
import type { GrantRule } from './grant.ts';
import { ruleFor } from './grant-reach.ts';
import { parseDeviceId, parseIdentityId, thingNameOf } from './identifiers.ts';
import type { VariableValues } from './topic-filter-variable.ts';
import { textLevels } from './topic-name.ts';

/**
 * Whether the grant's filter, allowing or denying, matches the topic name for some user and device; by MQTT's rules,
 * but for a `+` that is granted wider: that is one level or several.
 */
export const coversTopic = (rule: GrantRule, topic: string): boolean =>
  devicesIn(topic)
    .map((device) => ruleFor(rule, device))
    .some((own) => isResolved(own) && meetsOf(filterOf(own), textLevels(topic)).length > 0);

/** Those that the topic names by a level; and none, for filters that name none. */
const devicesIn = (topic: string): readonly VariableValues[] => [
  {},
  ...topic.split('/').flatMap((level): VariableValues[] => {
    const colon = level.lastIndexOf(':');
    const owner = parseIdentityId(level.slice(0, colon));
    const deviceId = parseDeviceId(level.slice(colon + 1));
    if (owner && deviceId) return [{ identityId: owner, thingName: thingNameOf(owner, deviceId) }];
    const identityId = parseIdentityId(level);
    return identityId ? [{ identityId }] : [];
  }),
];

const isResolved = ({ topicFilter }: GrantRule): boolean =>
  topicFilter.levels.every(({ kind }) => kind !== 'variable');

const filterOf = ({ topicFilter, allowWider }: GrantRule): Filter =>
  topicFilter.levels.map((level) => (level.kind === 'single' && allowWider ? { kind: 'wide' } : level));
