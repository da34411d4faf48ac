// The question whether a user may do something, and its answer.
import type { GrantRule } from './grant.ts';
import type { GroupName, IdentityId, ThingName, UserId } from './identifiers.ts';
import type { Subject } from './subject.ts';
import type { TopicFilter } from './topic-filter.ts';

export type AccessAction = 'connect' | 'publish' | 'subscribe' | 'receive' | 'retain';

export type HeldGrant = {
  readonly grantId: string;
  readonly rule: GrantRule;
  /** Milliseconds since 1970; from then on it is expired. */
  readonly expiresAt?: number | undefined;
};

export type AccessUser = {
  readonly userId: UserId;
  readonly groups: readonly GroupName[];
  /** Absent before the first registration. */
  readonly identityId?: IdentityId | undefined;
  readonly suspended: boolean;
  /** The devices that are asked about: one, or all that are registered and not blocked. */
  readonly devices: readonly ThingName[];
  /** The scopes whose policies did not fit. */
  readonly withheld: readonly Subject[];
};

export type AccessQuestion = {
  readonly user: AccessUser;
  readonly action: AccessAction;
  /** A topic; a topic filter for `subscribe`; a client ID for `connect`. */
  readonly resource: string;
  /** Any grants, in any order: those that are not for this user are passed over. */
  readonly grants: readonly HeldGrant[];
  /** As `parseRetainedTopic` takes them. */
  readonly retainedTopics: readonly TopicFilter[];
  /** Milliseconds since 1970. */
  readonly now: number;
};

export type AccessReason =
  | 'granted'
  | 'no-grant'
  | 'denied'
  | 'expired'
  | 'unregistered'
  | 'no-device'
  | 'suspended'
  | 'withheld'
  /** The outer fence, which is the same for everybody. */
  | 'role';

export type AccessDecision = {
  readonly decision: boolean;
  readonly reason: AccessReason;
  /** The grants that decided, by ID. */
  readonly grants: readonly string[];
  /** What is allowed instead, in words; none where it is granted. */
  readonly nearMisses: readonly string[];
  /** For an accepted subscribe: the filters of what would be delivered; denials are not subtracted. */
  readonly deliverable?: readonly string[];
};
