// Do the grants allow a user's device to do it? Answered from what the grants mean, with those that decided.
import type {
  AccessAction,
  AccessDecision,
  AccessQuestion,
  AccessReason,
  AccessUser,
  HeldGrant,
} from './access.ts';
import { deliverable } from './deliverable.ts';
import type { Filter } from './filter-list.ts';
import { meetsOf } from './filter-meet.ts';
import type { Effect } from './grant.ts';
import { reachOf, ruleFor } from './grant-reach.ts';
import type { IdentityId, ThingName } from './identifiers.ts';
import { nearMisses } from './near-misses.ts';
import { retainable } from './retainable.ts';
import { formatSubject, type Subject } from './subject.ts';
import type { Level } from './topic-filter.ts';
import { isTopicFilter, isTopicName, textLevels } from './topic-name.ts';

/** With several devices: allowed when any of them may, and answered for that one; for the first otherwise. */
export const decide = (question: AccessQuestion): AccessDecision => {
  const { nearMisses: instead, ...verdict } = verdictOn(question);
  return { ...verdict, nearMisses: instead() };
};

/** The decision alone, of many users: what is allowed instead takes most of the time. */
export const isAllowed = (question: AccessQuestion): boolean => verdictOn(question).decision;

type Verdict = Omit<AccessDecision, 'nearMisses'> & { readonly nearMisses: () => readonly string[] };

const verdictOn = (question: AccessQuestion): Verdict => {
  const { action, resource, user } = question;
  const { identityId, devices } = user;
  if (user.suspended) return refusal('suspended');
  if (!identityId) return refusal('unregistered');
  if (action === 'connect') return decideConnect(resource, identityId, devices);
  let first: Verdict | undefined;
  for (const thingName of differing(devices, question.grants)) {
    const verdict = decideFor(question, action, { identityId, thingName });
    if (verdict.decision) return verdict;
    first ??= verdict;
  }
  return first ?? refusal('no-device');
};

/** Where no grant is by thing name, the same is decided for each device. */
const differing = (devices: readonly ThingName[], grants: readonly HeldGrant[]): readonly ThingName[] =>
  grants.some(({ rule }) => rule.topicFilter.levels.some(isThingName)) ? devices : devices.slice(0, 1);

const isThingName = (level: Level): boolean => level.kind === 'variable' && level.variable === 'thingName';

/** The client ID must be the name of a registered thing of the caller's own. */
const decideConnect = (clientId: string, identityId: IdentityId, devices: readonly ThingName[]): Verdict => {
  if (devices.some((device) => device === clientId)) return granted([]);
  const instead = () => devices.map((device) => `connect is allowed as ${device}`);
  return refusal(clientId.startsWith(`${identityId}:`) ? 'no-device' : 'role', [], instead);
};

type Device = { readonly identityId: IdentityId; readonly thingName: ThingName };

const decideFor = (
  { user, resource, grants, retainedTopics, now }: AccessQuestion,
  action: Exclude<AccessAction, 'connect'>,
  device: Device,
): Verdict => {
  const own = grants
    .filter(({ rule }) => isFor(rule.subject, user))
    .map((grant) => ({ ...grant, rule: ruleFor(grant.rule, device) }));
  const current = own.filter(({ expiresAt }) => expiresAt === undefined || now < expiresAt);
  const inForce = current.filter(({ rule }) => !isWithheld(rule.subject, user));
  const rules = inForce.map(({ rule }) => rule);
  const allows = rules.filter(({ effect }) => effect === 'allow');
  const publishable = allows.map((rule) => reachOf(rule, 'publish')).filter((reach) => reach !== undefined);
  const kept = retainable(publishable, device, retainedTopics);
  const refuse = (reason: AccessReason, deciding: readonly HeldGrant[] = []): Verdict =>
    refusal(reason, deciding, () => nearMisses({ action, resource, allows, retainable: kept }));
  const reaching = (some: readonly HeldGrant[], effect: Effect): readonly HeldGrant[] =>
    some.filter(
      ({ rule }) => rule.effect === effect && reaches(reachOf(rule, grantAction[action]), resource),
    );

  if (isFenced(resource, device.identityId)) return refuse('role');
  if (!(action === 'subscribe' ? isTopicFilter(resource) : isTopicName(resource))) return refuse('no-grant');
  const denying = reaching(inForce, 'deny');
  if (denying.length > 0) return refuse('denied', denying);
  const allowing = reaching(inForce, 'allow');
  if (allowing.length > 0) {
    if (action === 'retain' && !kept.some((filter) => reaches(filter, resource)))
      return refuse('role', allowing);
    if (action !== 'subscribe') return granted(allowing);
    return { ...granted(allowing), deliverable: deliverable(resource, rules) };
  }
  const withheld = reaching(current, 'allow');
  if (withheld.length > 0) return refuse('withheld', withheld);
  const expired = reaching(own, 'allow');
  return expired.length > 0 ? refuse('expired', expired) : refuse('no-grant');
};

/** What a retained publish needs of the grants is a publish; the rest is the role's. */
const grantAction = {
  publish: 'publish',
  retain: 'publish',
  subscribe: 'subscribe',
  receive: 'receive',
} as const;

const reaches = (filter: Filter | undefined, resource: string): boolean =>
  filter !== undefined && meetsOf(filter, textLevels(resource)).length > 0;

const isFor = (subject: Subject, user: AccessUser): boolean => {
  switch (subject.kind) {
    case 'everyone':
      return true;
    case 'group':
      return user.groups.includes(subject.group);
    case 'user':
      return subject.userId === user.userId;
  }
};

const isWithheld = (subject: Subject, user: AccessUser): boolean =>
  user.withheld.some((each) => formatSubject(each) === formatSubject(subject));

/** `$…` topics but the shadow and the jobs of the caller's own things: the role allows no other. */
const isFenced = (resource: string, identityId: IdentityId): boolean => {
  if (!resource.startsWith('$')) return false;
  const own = `$aws/things/${identityId}:`;
  return !resource.startsWith(own) || !/\/(?:shadow|jobs)\//.test(resource.slice(own.length));
};

const granted = (grants: readonly HeldGrant[]): Verdict => ({
  decision: true,
  reason: 'granted',
  grants: grants.map(({ grantId }) => grantId),
  nearMisses: nothing,
});

const refusal = (
  reason: AccessReason,
  grants: readonly HeldGrant[] = [],
  instead: () => readonly string[] = nothing,
): Verdict => ({
  decision: false,
  reason,
  grants: grants.map(({ grantId }) => grantId),
  nearMisses: instead,
});

const nothing = (): readonly string[] => [];
