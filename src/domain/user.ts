// What is stored of a user: the truth about who it is, which devices it has, and what was last attached to it.
import type { DeviceId, GroupName, IdentityId, UserId } from './identifiers.ts';
import type { PolicyName } from './policy-name.ts';

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
  readonly identityId: IdentityId;
  readonly status: UserStatus;
  readonly groups: readonly GroupName[];
  /** Epoch milliseconds of the token or pool reading that the groups are from. */
  readonly groupsAsOf: number;
  readonly devices: readonly Device[];
  /** Rises with every change of what is to be attached. */
  readonly generation: number;
  /** The generation whose attachments were last made; behind `generation` while work is left. */
  readonly appliedGeneration: number;
  /** The policies last known to be attached by this service. */
  readonly attached: readonly PolicyName[];
  /** Epoch milliseconds until which the last change of attachments may still be spreading. */
  readonly effectiveBy: number;
};
