// What the flows need of the world. src/aws has the real ones; tests have fakes that pass the same contracts.
import type { AuditEvent } from '../domain/audit-event.ts';
import type { Due } from '../domain/due.ts';
import type { DeviceId, GroupName, IdentityId, ThingName, UserId } from '../domain/identifiers.ts';
import type { PolicyName } from '../domain/policy-name.ts';
import type { RecordedGrant } from '../domain/recorded-grant.ts';
import type { AppliedDocument, Scope, ScopeContent, ScopeSummary } from '../domain/scope.ts';
import type { Subject } from '../domain/subject.ts';
import type { Device, RegisteredUser, User, UserContent } from '../domain/user.ts';

/** The stored state that decides about one user, read consistently in one round trip. */
export type Provisioning = {
  readonly user: User | undefined;
  /** Of everyone, of the given groups and of the user: those that exist and are not being deleted. */
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
};

export type EndpointStore = { readonly saveEndpoint: (endpoint: string) => Promise<void> };

export type ScopeStore = {
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
  /**
   * What is decided about a user, raising its generation; stored whole, or not at all: `conflict`, also when its groups
   * are known as of later meanwhile.
   */
  readonly changeUser: (change: UserChange) => Promise<Stored>;
  /**
   * That what the user pool says is what is stored, now and until `groupsAsOf`: so nothing older counts any more. The
   * generation stays. `conflict` when something is different, as late is known already, or nobody is stored.
   */
  readonly confirmUser: (
    of: Pick<User, 'userId' | 'groups' | 'groupsAsOf'> & { readonly disabled?: boolean },
  ) => Promise<Stored>;
  /** Whoever has this identity; may lag behind. */
  readonly findUserOf: (identityId: IdentityId) => Promise<UserId | undefined>;
};

type UserChange = {
  readonly user: UserContent;
  /** The generation that was read; absent for a user who is not stored yet. */
  readonly was?: number | undefined;
  /** Devices that are to be `removing` from now on. */
  readonly removing: readonly DeviceId[];
  readonly due: readonly Due[];
  readonly audit: AuditEvent;
};

export type DeviceStore = {
  /**
   * Stores that the device is `registering`, with a due item of this attempt's own and – unless the device is
   * registering already – the audit event; and the user, when it is new, or its identity, when it has none yet. `conflict` when the user's generation is
   * another, the device is not as `of` says, or the user has `deviceLimit` devices.
   */
  readonly intendRegistration: (intent: {
    readonly of: 'new-user' | 'new-device' | 'registering-device';
    readonly user: Omit<RegisteredUser, 'devices' | 'attached'>;
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
  /** `of`: only while it is registering; any device that is not being removed already, when absent. */
  readonly intendRemoval: (intent: {
    readonly of?: 'registering-device';
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

/** Items after `after`, in the order of the list; the key of the last one, as the next page's `after`, when there are more. */
export type PageRequest = { readonly limit: number; readonly after?: string | undefined };
export type Page<Item> = { readonly items: readonly Item[]; readonly after?: string | undefined };

/** A change of scopes and grants, judged on what was read; stored whole, if nothing of that has changed, or not at all. */
export type ScopeChange = {
  /** `was` is the generation that was read; absent for a scope that is made. Leases and records of applying stay. */
  readonly scopes: readonly { readonly scope: ScopeContent; readonly was?: number | undefined }[];
  /** `was` is the version that was read; absent for a grant that is made. */
  readonly puts: readonly { readonly grant: RecordedGrant; readonly was?: number | undefined }[];
  readonly removals: readonly { readonly grantId: string; readonly was: number }[];
  /** Users whose own scope changes the number of its documents: their generation rises, or they must still be unknown. */
  readonly users: readonly { readonly userId: UserId; readonly known: boolean }[];
  readonly due: readonly Due[];
  readonly audit: AuditEvent;
};

export type GrantStore = {
  /** Those that exist, read consistently. */
  readonly readGrants: (grantIds: readonly string[]) => Promise<readonly RecordedGrant[]>;
  /** Those that exist, `deleting` ones included, read consistently. */
  readonly readScopes: (subjects: readonly Subject[]) => Promise<readonly Scope[]>;
  readonly readUsers: (userIds: readonly UserId[]) => Promise<readonly User[]>;
  readonly changeScopes: (change: ScopeChange) => Promise<Stored>;
  /** In order of grant IDs; may lag behind the latest changes. */
  readonly listGrants: (page: PageRequest) => Promise<Page<RecordedGrant>>;
  /** The scopes of groups, in order of their names; may lag behind. */
  readonly listGroups: (page: PageRequest) => Promise<Page<Scope>>;
  /** Forgets a scope whose policies are gone; `conflict` when its generation has moved: it was made anew. */
  readonly forgetScope: (of: { readonly subject: Subject; readonly generation: number }) => Promise<Stored>;
};

export type MemberStore = {
  /** Before anything of the groups is attached to the user; repeating is harmless. */
  readonly saveMemberships: (userId: UserId, groups: readonly GroupName[]) => Promise<void>;
  /** After everything of the groups was detached. */
  readonly removeMemberships: (userId: UserId, groups: readonly GroupName[]) => Promise<void>;
  /** Whoever may be in the group, in order of user IDs: some who were may still be listed. */
  readonly listMembers: (group: GroupName, page: PageRequest) => Promise<Page<UserId>>;
  /** Counts no further than `upTo`. */
  readonly countMembers: (group: GroupName, upTo: number) => Promise<number>;
  /** All users, in order of their IDs; may lag behind. */
  readonly listUsers: (page: PageRequest) => Promise<Page<User>>;
};

export type DueStore = {
  /** Due until then, oldest first; may lag behind. */
  readonly listDue: (until: number, limit: number) => Promise<readonly Due[]>;
  /** Consistently, whether such work is stored. */
  readonly isDue: (work: Due['work']) => Promise<boolean>;
  readonly saveDue: (due: Due) => Promise<void>;
  /** Takes it off the list, or puts `next` in its place; `conflict` when it was made due anew meanwhile. */
  readonly finishDue: (due: Due, next?: Due) => Promise<Stored>;
};

export type AuditStore = {
  /** Newest first; may lag behind. `since` and `until` are epoch milliseconds, both inclusive. */
  readonly listAuditEvents: (
    query: PageRequest & {
      readonly of: 'all' | { readonly subject: string } | { readonly actor: string };
      readonly since?: number | undefined;
      readonly until?: number | undefined;
    },
  ) => Promise<Page<AuditEvent>>;
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
  /** With one version left. `attached` when it still is, or was until some minutes ago. */
  readonly deletePolicy: (name: PolicyName) => Promise<'deleted' | 'attached'>;
};

export type AttachmentControl = {
  readonly attachPolicy: (name: PolicyName, identityId: IdentityId) => Promise<void>;
  /** Done as well when the policy is not attached. */
  readonly detachPolicy: (name: PolicyName, identityId: IdentityId) => Promise<void>;
  /** Every page, policies of others included. */
  readonly listAttached: (identityId: IdentityId) => Promise<readonly PolicyName[]>;
  /** Every page of the identities that a policy is attached to. */
  readonly listTargets: (name: PolicyName) => Promise<readonly IdentityId[]>;
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

export type AttachedThings = {
  /** The devices whose things are attached to the identity, of every page. */
  readonly listDevices: (identityId: IdentityId) => Promise<readonly DeviceId[]>;
};

export type ConnectionControl = {
  /** Drops the live session with its subscriptions and without its will; done as well when there is none. */
  readonly dropConnection: (clientId: ThingName) => Promise<void>;
};

export type ConnectionReader = {
  /** Whether a session of that client is live just now. */
  readonly isConnected: (clientId: ThingName) => Promise<boolean>;
};

export type IdentityPool = {
  /** The one identity of the token's login, or `refused` when the pool does not take the token. */
  readonly identityOf: (idToken: string) => Promise<IdentityId | 'refused'>;
};

export type EndpointControl = { readonly describeEndpoint: () => Promise<string> };
