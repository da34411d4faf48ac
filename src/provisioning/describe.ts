// What a user may do, said for people and clients: the answers of registration and of GET /me are made of it.
import { describePermissions, type Permissions } from '../domain/describe-permissions.ts';
import type { ThingName, UserId } from '../domain/identifiers.ts';
import { isStanding, type ScopeSummary } from '../domain/scope.ts';
import type { TopicFilter } from '../domain/topic-filter.ts';
import type { User } from '../domain/user.ts';
import { effectiveScopes } from '../domain/wanted-policies.ts';

/** Variables stand as they are where nothing is known for them: the identity before the first registration, the thing of no one device. */
export const permissionsOf = (
  subject: {
    readonly userId: UserId;
    readonly user: User | undefined;
    readonly scopes: readonly ScopeSummary[];
    readonly thingName?: ThingName;
    readonly now: number;
  },
  /** Where messages may be retained: the role decides it, not the grants. */
  retainedTopics: readonly TopicFilter[],
): Permissions => {
  const { userId, user, scopes, thingName, now } = subject;
  const rules = effectiveScopes(scopes)
    .flatMap(({ grants }) => grants)
    .filter((grant) => isStanding(grant, now))
    .map(({ rule }) => rule);
  return describePermissions({
    rules,
    device: { userId, identityId: user?.identityId, thingName },
    retainedTopics,
  });
};

/** When the last change of what the user may do is effective everywhere (epoch milliseconds). */
export const effectiveByOf = (user: User, scopes: readonly ScopeSummary[]): number =>
  Math.max(user.effectiveBy, ...scopes.map(({ effectiveBy }) => effectiveBy));

/** AWS's endpoint speaks TLS on the default port; the local stack's, on a loopback host, speaks neither. */
export const mqttUrlOf = (endpoint: string): string =>
  `${/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(endpoint) ? 'ws' : 'wss'}://${endpoint}/mqtt`;
