// What is stored of somebody, put as the question that it answers: may this user do that?
import type { AccessAction, AccessDecision, AccessQuestion, HeldGrant } from '../domain/access.ts';
import { decide, isAllowed } from '../domain/decide.ts';
import { expectedBy } from '../domain/grant-status.ts';
import { type DeviceId, type GroupName, thingNameOf, type UserId } from '../domain/identifiers.ts';
import type { ScopeSummary } from '../domain/scope.ts';
import type { TopicFilter } from '../domain/topic-filter.ts';
import { isRegistered, isSuspended, type RegisteredUser, type User } from '../domain/user.ts';
import { effectiveScopes } from '../domain/wanted-policies.ts';
import { effectiveByOf } from './describe.ts';

/** A question in the words of AuthZEN: any words, since what they mean is for the answer to say. */
export type AccessRequest = {
  readonly subject: { readonly type: string; readonly id: string };
  readonly action: { readonly name: string };
  readonly resource: { readonly type: string; readonly id: string };
  /** `deviceId`: this device alone is asked about. */
  readonly context?: { readonly deviceId?: DeviceId | undefined } | undefined;
};

export type AccessAnswer = AccessDecision & {
  /** Epoch milliseconds: until then a change of what the user may do is still spreading. */
  readonly effectiveBy?: number;
};

/** The scopes are those of everyone, of the user's groups and of the user itself. */
type Standing = {
  readonly userId: UserId;
  readonly user: User | undefined;
  readonly scopes: readonly ScopeSummary[];
};

type Settings = {
  readonly retainedTopics: readonly TopicFilter[];
  /** Epoch milliseconds. */
  readonly now: number;
};

export const answerFor = (
  standing: Standing,
  request: Omit<AccessRequest, 'subject'>,
  settings: Settings,
): AccessAnswer => {
  const question = questionOn(standing, request, settings);
  if (question === undefined) return nothingGranted(request.action.name, request.resource.type);
  const { user, scopes } = standing;
  const effectiveBy = user && isRegistered(user) ? spreadingUntil(user, scopes, settings.now) : undefined;
  return { ...decide(question), ...(effectiveBy !== undefined && { effectiveBy }) };
};

/** The decision of `answerFor`, in a fraction of the time. */
export const isAllowedTo = (
  standing: Standing,
  request: Omit<AccessRequest, 'subject'>,
  settings: Settings,
): boolean => {
  const question = questionOn(standing, request, settings);
  return question !== undefined && isAllowed(question);
};

/** Expired grants included: so it can be said what something once rested on. */
const questionOn = (
  { userId, user, scopes }: Standing,
  { action, resource, context }: Omit<AccessRequest, 'subject'>,
  { retainedTopics, now }: Settings,
): AccessQuestion | undefined => {
  const asked = actionOn(action.name, resource.type);
  if (asked === undefined) return undefined;
  const effective = new Set(effectiveScopes(scopes));
  return {
    user: {
      userId,
      identityId: user?.identityId,
      groups: groupsOf(scopes),
      suspended: user !== undefined && isSuspended(user),
      devices: user && isRegistered(user) ? devicesOf(user, context?.deviceId) : [],
      withheld: scopes.filter((scope) => !effective.has(scope)).map(({ subject }) => subject),
    },
    action: asked,
    resource: resource.id,
    grants: scopes.flatMap((scope) => heldGrants(scope, now)),
    retainedTopics,
    now,
  };
};

/** Of a subject that can be nobody here. */
export const unregistered: AccessAnswer = {
  decision: false,
  reason: 'unregistered',
  grants: [],
  nearMisses: [],
};

/** Whether anybody could be allowed it: whether there is such an action on such a resource. */
export const isAskable = ({ action, resource }: Omit<AccessRequest, 'subject'>): boolean =>
  actionOn(action.name, resource.type) !== undefined;

const resourceTypes = {
  connect: 'client',
  publish: 'topic',
  subscribe: 'topic',
  receive: 'topic',
  retain: 'topic',
} as const satisfies Record<AccessAction, string>;

const isAction = (name: string): name is AccessAction => Object.hasOwn(resourceTypes, name);

const actionOn = (name: string, type: string): AccessAction | undefined =>
  isAction(name) && resourceTypes[name] === type ? name : undefined;

/** What the words can be, for whoever has misspelt one. */
const nothingGranted = (name: string, type: string): AccessAnswer => {
  const sentence = isAction(name)
    ? `${name} is an action on a ${resourceTypes[name]}, not on a ${type}`
    : `the actions are ${Object.keys(resourceTypes).join(', ')}, not ${name}`;
  return { decision: false, reason: 'no-grant', grants: [], nearMisses: [sentence] };
};

const groupsOf = (scopes: readonly ScopeSummary[]): readonly GroupName[] =>
  scopes.flatMap(({ subject }) => (subject.kind === 'group' ? [subject.group] : []));

const devicesOf = ({ identityId, devices }: RegisteredUser, only: DeviceId | undefined) =>
  devices
    .filter(({ state, deviceId }) => state === 'registered' && (only === undefined || deviceId === only))
    .map(({ deviceId }) => thingNameOf(identityId, deviceId));

/** One whose end is recorded is over, whatever this function's clock says. */
const heldGrants = ({ grants, expired }: ScopeSummary, now: number): readonly HeldGrant[] => [
  ...grants,
  ...expired.map((grant) => ({ ...grant, expiresAt: Math.min(grant.expiresAt ?? now, now) })),
];

const spreadingUntil = (user: User, scopes: readonly ScopeSummary[], now: number): number | undefined => {
  const pending = [user, ...scopes].some((each) => each.generation !== each.appliedGeneration);
  const until = Math.max(effectiveByOf(user, scopes), pending ? expectedBy(now) : 0);
  return until > now ? until : undefined;
};
