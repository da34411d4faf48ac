// What the flows need of the world. src/aws has the real ones; tests have fakes that pass the same contracts.
import type { AuditEvent } from '../domain/audit-event.ts';
import type { DeviceId, GroupName, IdentityId, ThingName, UserId } from '../domain/identifiers.ts';
import type { PolicyName } from '../domain/policy-name.ts';
import type { AppliedDocument, Scope, ScopeSummary } from '../domain/scope.ts';
import type { Subject } from '../domain/subject.ts';
import type { Device, User } from '../domain/user.ts';

/** The stored state that decides about one user, read consistently in one round trip. */
export type Provisioning = {
  readonly user: User | undefined;
  /** Of everyone, of the given groups and of the user: those that exist. */
  readonly scopes: readonly ScopeSummary[];
  /** The account's `iot:Data-ATS` endpoint, once it is known. */
  readonly endpoint: string | undefined;
};

/** `conflict`: what the write depended on has changed; read again. */
export type Stored = 'stored' | 'conflict';

/** The right to apply a scope or a user, until `until` (epoch milliseconds). */
export type Lease = { readonly owner: string; readonly now: number; readonly until: number };

/** `certain` is false when an earlier apply never recorded its end: then AWS's state is read, not the record trusted. */
export type Leased<Item> = { readonly leased: Item; readonly certain: boolean };

/** A refused lease: someone else holds it, or there is nothing to hold. */
export type NotLeased = { readonly refused: 'held' | 'missing' };

export type ProvisioningStore = {
  readonly readProvisioning: (of: { userId: UserId; groups: readonly GroupName[] }) => Promise<Provisioning>;
  readonly saveEndpoint: (endpoint: string) => Promise<void>;
};

export type ScopeStore = {
  /** Scope, grants, their pointers and uniqueness keys, and the audit event at once; `conflict` when it exists. */
  readonly foundScope: (scope: Scope, audit: AuditEvent) => Promise<Stored>;
  readonly leaseScope: (subject: Subject, lease: Lease) => Promise<Leased<Scope> | NotLeased>;
  /** `conflict` when the generation moved while the lease was held; the lease is given back with `stored` only. */
  readonly recordScope: (record: {
    readonly subject: Subject;
    readonly owner: string;
    readonly generation: number;
    readonly applied: readonly AppliedDocument[];
    readonly effectiveBy: number;
  }) => Promise<Stored>;
  /** Gives a lease back before its time; whoever takes it next reads AWS's state. */
  readonly releaseScope: (subject: Subject, owner: string) => Promise<void>;
};

export type UserStore = {
  readonly leaseUser: (userId: UserId, lease: Lease) => Promise<Leased<User> | NotLeased>;
  /** As `recordScope`. */
  readonly recordUser: (record: {
    readonly userId: UserId;
    readonly owner: string;
    readonly generation: number;
    readonly attached: readonly PolicyName[];
    readonly effectiveBy: number;
  }) => Promise<Stored>;
  readonly releaseUser: (userId: UserId, owner: string) => Promise<void>;
  /** The groups of a newer token; raises the generation. `conflict` when newer ones are stored already. */
  readonly storeGroups: (change: {
    readonly userId: UserId;
    readonly groups: readonly GroupName[];
    readonly groupsAsOf: number;
  }) => Promise<Stored>;
};

export type DeviceStore = {
  /**
   * Stores that the device is `registering`, with a due item of this attempt's own and – unless the device is
   * registering already – the audit event; and the user, when it is `new`. `conflict` when the user's generation is
   * another, the device is not as `of` says, or the user has `deviceLimit` devices.
   */
  readonly intendRegistration: (intent: {
    readonly of: 'new-user' | 'new-device' | 'registering-device';
    readonly user: Omit<User, 'devices' | 'attached'>;
    readonly device: Device;
    readonly deviceLimit: number;
    /** Whose due item it is: what one attempt leaves behind, another's success does not cover. */
    readonly attempt: string;
    readonly dueAt: number;
    readonly audit: AuditEvent;
  }) => Promise<Stored>;
  /** From `registering` to `registered`, unless the user's generation has moved or the device is gone. */
  readonly completeRegistration: (completion: {
    readonly userId: UserId;
    readonly deviceId: DeviceId;
    readonly attempt: string;
    readonly generation: number;
    readonly attached: readonly PolicyName[];
    readonly effectiveBy: number;
  }) => Promise<Stored>;
  readonly intendRemoval: (intent: {
    readonly userId: UserId;
    readonly deviceId: DeviceId;
    readonly dueAt: number;
    readonly audit: AuditEvent;
  }) => Promise<Stored>;
  /** Removes the device and leaves a due item: its session is to be dropped once more at `disconnectAt`. */
  readonly completeRemoval: (completion: {
    readonly userId: UserId;
    readonly deviceId: DeviceId;
    readonly clientId: ThingName;
    readonly disconnectAt: number;
  }) => Promise<void>;
};

/** A policy as IoT Core has it. */
type PolicyState = {
  readonly name: PolicyName;
  readonly document: string;
  /** Oldest first; the default one is last or marked. */
  readonly versions: readonly { readonly versionId: string; readonly isDefault: boolean }[];
};

export type PolicyControl = {
  readonly readPolicy: (name: PolicyName) => Promise<PolicyState | undefined>;
  /** The first version's ID, or `exists`: then its document is to be read and compared. */
  readonly createPolicy: (
    name: PolicyName,
    text: string,
  ) => Promise<{ readonly versionId: string } | 'exists'>;
  /** The new default version's ID, or `versions-full`: then the oldest one is to be deleted first. */
  readonly createVersion: (
    name: PolicyName,
    text: string,
  ) => Promise<{ readonly versionId: string } | 'versions-full'>;
  /** Done as well when the version is not there. */
  readonly deleteVersion: (name: PolicyName, versionId: string) => Promise<void>;
};

export type AttachmentControl = {
  readonly attachPolicy: (name: PolicyName, identityId: IdentityId) => Promise<void>;
  /** Done as well when the policy is not attached. */
  readonly detachPolicy: (name: PolicyName, identityId: IdentityId) => Promise<void>;
  /** Every page, policies of others included. */
  readonly listAttached: (identityId: IdentityId) => Promise<readonly PolicyName[]>;
};

export type ThingControl = {
  /** Done as well when it exists. */
  readonly createThing: (thingName: ThingName) => Promise<void>;
  /** `missing` when there is no such thing: somebody deleted it. */
  readonly attachThing: (thingName: ThingName, identityId: IdentityId) => Promise<'attached' | 'missing'>;
  /** Done as well when thing or attachment is not there. */
  readonly detachThing: (thingName: ThingName, identityId: IdentityId) => Promise<void>;
  readonly deleteThing: (thingName: ThingName) => Promise<void>;
};

export type ConnectionControl = {
  /** Drops the live session with its subscriptions and without its will; done as well when there is none. */
  readonly dropConnection: (clientId: ThingName) => Promise<void>;
};

export type IdentityPool = {
  /** The one identity of the token's login, or `refused` when the pool does not take the token. */
  readonly identityOf: (idToken: string) => Promise<IdentityId | 'refused'>;
};

export type EndpointControl = { readonly describeEndpoint: () => Promise<string> };
