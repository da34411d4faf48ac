// What the user pool tells the service of its users: the events of its triggers (Cognito developer guide, "Customizing
// user pool workflows with Lambda triggers", versions 1 and 2), and what CloudTrail reports of its administration.
import * as z from 'zod/mini';
import { type GroupName, parseGroupName, type UserId } from '../domain/identifiers.ts';
import * as id from './identifiers.ts';

/** A user has confirmed itself: after signing up, or after setting a new password. */
export type Confirmation = TriggerUser & { readonly confirmed: 'sign-up' | 'password' };

/** Tokens are about to be made for a user. `groups` are its groups now; undefined when the event does not say. */
export type TokenGeneration = TriggerUser & { readonly groups: readonly GroupName[] | undefined };

type TriggerUser = {
  readonly userPoolId: string;
  readonly userId: UserId;
  /** The pool's own name of the user. */
  readonly username: string;
};

/** Best effort and unordered: each is a hint to read the user from the pool, and no more. */
export type PoolEvent =
  | {
      readonly kind: 'deleted' | 'disabled' | 'enabled' | 'signed-out' | 'groups-changed';
      readonly userPoolId: string;
      readonly userId: UserId;
      /** CloudTrail's own ID of what was reported, by which it can be found there. */
      readonly eventId: string | undefined;
    }
  | {
      readonly kind: 'ignored';
      readonly why:
        | 'malformed'
        | 'other-source'
        | 'other-operation'
        | 'failed-call'
        | 'other-pool'
        /** Nobody can be told from it: CloudTrail masks names. */
        | 'no-user';
    };

const triggered = {
  userPoolId: z.string().check(z.regex(/^[\w-]+_[0-9A-Za-z]+$/), z.maxLength(55)),
  userName: z.string().check(z.minLength(1), z.maxLength(128)),
};
const userAttributes = z.object({ sub: id.userId });

const userOf = (event: {
  userPoolId: string;
  userName: string;
  request: { userAttributes: { sub: UserId } };
}): TriggerUser => ({
  userPoolId: event.userPoolId,
  userId: event.request.userAttributes.sub,
  username: event.userName,
});

export const confirmation = z.pipe(
  z.object({
    ...triggered,
    triggerSource: z.enum(['PostConfirmation_ConfirmSignUp', 'PostConfirmation_ConfirmForgotPassword']),
    request: z.object({ userAttributes }),
  }),
  z.transform(
    (event): Confirmation => ({
      ...userOf(event),
      confirmed: event.triggerSource === 'PostConfirmation_ConfirmSignUp' ? 'sign-up' : 'password',
    }),
  ),
);

export const tokenGeneration = z.pipe(
  z.object({
    ...triggered,
    triggerSource: z.string().check(z.regex(/^TokenGeneration_/)),
    request: z.object({
      userAttributes,
      groupConfiguration: z.nullish(z.object({ groupsToOverride: z.nullish(z.array(z.string())) })),
    }),
  }),
  z.transform(
    (event): TokenGeneration => ({
      ...userOf(event),
      groups: groupsOf(event.request.groupConfiguration?.groupsToOverride),
    }),
  ),
);

/** A name that is none by Cognito's own rule can have no grants: it is left out. */
const groupsOf = (names: readonly string[] | null | undefined): readonly GroupName[] | undefined =>
  names ? [...new Set(names)].flatMap((name) => parseGroupName(name) ?? []) : undefined;

/** What an event of EventBridge means for the users of a pool. Never throws. */
export const readPoolEvent = (event: unknown, userPoolId: string): PoolEvent => {
  const parsed = cloudTrailEvent.safeParse(event);
  if (!parsed.success) return { kind: 'ignored', why: 'malformed' };
  const { eventSource, eventName, eventID, errorCode, requestParameters, additionalEventData } =
    parsed.data.detail;
  if (eventSource !== 'cognito-idp.amazonaws.com') return { kind: 'ignored', why: 'other-source' };
  const kind = kinds.get(eventName);
  if (kind === undefined) return { kind: 'ignored', why: 'other-operation' };
  if (errorCode) return { kind: 'ignored', why: 'failed-call' };
  // A user who deletes itself is reported without its pool: `sub` is unique among all pools.
  if ((requestParameters?.userPoolId ?? userPoolId) !== userPoolId)
    return { kind: 'ignored', why: 'other-pool' };
  const userId = id.userId.safeParse(additionalEventData?.sub);
  if (!userId.success || userId.data === masked) return { kind: 'ignored', why: 'no-user' };
  return { kind, userPoolId, userId: userId.data, eventId: eventID };
};

const masked = 'HIDDEN_DUE_TO_SECURITY_REASONS';

const kinds: ReadonlyMap<string, Exclude<PoolEvent['kind'], 'ignored'>> = new Map([
  ['AdminDeleteUser', 'deleted'],
  ['DeleteUser', 'deleted'],
  ['AdminDisableUser', 'disabled'],
  ['AdminEnableUser', 'enabled'],
  ['AdminUserGlobalSignOut', 'signed-out'],
  ['AdminAddUserToGroup', 'groups-changed'],
  ['AdminRemoveUserFromGroup', 'groups-changed'],
]);

/** "AWS API Call via CloudTrail" (EventBridge user guide); every member of a record may be absent or null. */
const cloudTrailEvent = z.object({
  detail: z.object({
    eventSource: z.string(),
    eventName: z.string(),
    eventID: z.optional(z.string()),
    /** Empty, as well as absent, where nothing failed. */
    errorCode: z.nullish(z.string()),
    requestParameters: z.nullish(z.object({ userPoolId: z.nullish(z.string()) })),
    additionalEventData: z.nullish(z.object({ sub: z.optional(z.unknown()) })),
  }),
});
