// What is stored of a user: the truth about who it is, which devices it has, and what was last attached to it.
import type { DeviceId, GroupName, IdentityId, UserId } from './identifiers.ts';
import type { PolicyName } from './policy-name.ts';

/** What administrators decided; `offboarded` is a tombstone: everything of the user is gone or going. */
type UserStatus = 'active' | 'suspended' | 'offboarded';

export const platforms = ['web', 'ios', 'android', 'other'] as const;
type Platform = (typeof platforms)[number];

/**
 * `registering` until its thing is attached, `removing` until it is detached: what is under way is stored before
 * it is done, so that whoever comes after a crash knows what is left to do.
 */
type DeviceState = 'registering' | 'registered' | 'removing';

export type Device = {
  readonly deviceId: DeviceId;
  readonly state: DeviceState;
  readonly name?: string | undefined;
  readonly platform?: Platform | undefined;
  /** Epoch milliseconds of the first request to register it. */
  readonly registeredAt: number;
};

export type User = {
  readonly userId: UserId;
  /** Absent until the first registration. */
  readonly identityId?: IdentityId | undefined;
  readonly status: UserStatus;
  /** Disabled in the user pool: suspended, and only the pool's enabling lifts that. */
  readonly disabled: boolean;
  readonly groups: readonly GroupName[];
  /** Epoch milliseconds of the token or pool reading that the groups are from. */
  readonly groupsAsOf: number;
  readonly devices: readonly Device[];
  /** Devices that may not register again. */
  readonly blocked: readonly DeviceId[];
  /** Rises with every change of what is to be attached. */
  readonly generation: number;
  /** The generation whose attachments were last made; behind `generation` while work is left. */
  readonly appliedGeneration: number;
  /** The policies last known to be attached by this service. */
  readonly attached: readonly PolicyName[];
  /** Epoch milliseconds until which the last change of attachments may still be spreading. */
  readonly effectiveBy: number;
};

/** One who has registered a device at least once: devices and attachments hang on the identity. */
export type RegisteredUser = User & { readonly identityId: IdentityId };

export const isRegistered = (user: User): user is RegisteredUser => user.identityId !== undefined;

/** Whether what is attached may be behind what is wanted; to whoever has not registered, nothing is attached. */
export const isBehind = (user: User): boolean =>
  isRegistered(user) && user.generation !== user.appliedGeneration;

/** Whether everything is denied: by an administrator, by the user pool, or for good. */
export const isSuspended = ({ status, disabled }: Pick<User, 'status' | 'disabled'>): boolean =>
  status !== 'active' || disabled;

/** As it is shown: disabled in the user pool is suspended, too. */
export const statusOf = (user: Pick<User, 'status' | 'disabled'>): UserStatus =>
  user.status === 'active' && user.disabled ? 'suspended' : user.status;

/** What a change decides about a user; devices and what was applied are recorded besides. */
export type UserContent = Pick<User, 'userId' | 'status' | 'disabled' | 'groups' | 'groupsAsOf' | 'blocked'>;

/** Whether a device of that name may be there at all. */
export const mayHaveDevice = (user: Pick<User, 'status' | 'blocked'>, deviceId: DeviceId): boolean =>
  user.status !== 'offboarded' && !user.blocked.includes(deviceId);

export const contentOf = ({ userId, status, disabled, groups, groupsAsOf, blocked }: User): UserContent => ({
  userId,
  status,
  disabled,
  groups,
  groupsAsOf,
  blocked,
});
