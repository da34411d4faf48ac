// POST /register-device: one device, one set of attachments, one audit event – however often and wherever it is cut off.
import type { Fault } from '../domain/fault.ts';
import type { GroupName, UserId } from '../domain/identifiers.ts';
import type { PolicySpace } from '../domain/policy-space.ts';
import { ok, type Result, refuse } from '../domain/result.ts';
import type { Device, User } from '../domain/user.ts';
import { haveGroupsChanged, isCurrent } from '../domain/wanted-policies.ts';
import { allSettled } from './all-settled.ts';
import type { ApplyScope } from './apply-scope.ts';
import type { ApplyUser } from './apply-user.ts';
import type { EnrolDevice } from './enrol-device.ts';
import { forgetMemberships } from './forget-memberships.ts';
import type { MemberStore, Provisioning, ProvisioningStore, UserStore } from './ports.ts';
import type { PrepareStack } from './prepare-stack.ts';
import { readForCaller } from './read-for-caller.ts';

export type RegistrationRequest = {
  readonly caller: {
    readonly userId: UserId;
    readonly groups: readonly GroupName[];
    readonly groupsAsOf: number;
    readonly idToken: () => string;
  };
  readonly device: Pick<Device, 'deviceId' | 'name' | 'platform'>;
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly now: number;
};

export type Registration = {
  readonly outcome: 'created' | 'known';
  readonly user: User;
  readonly device: Device;
  readonly scopes: Provisioning['scopes'];
  readonly endpoint: string;
};

export type RegisterDevice = (request: RegistrationRequest) => Promise<Result<Registration, Fault>>;

/** `again`: something was brought forward, or changed underneath; what is stored now decides what comes next. */
export type Progress = Result<Registration, Fault> | 'again';

type Dependencies = {
  readonly store: ProvisioningStore & UserStore & Pick<MemberStore, 'saveMemberships' | 'removeMemberships'>;
  readonly prepareStack: PrepareStack;
  readonly applyScope: ApplyScope;
  readonly applyUser: ApplyUser;
  readonly enrolDevice: EnrolDevice;
  readonly space: PolicySpace;
  /** Milliseconds to wait before looking again, growing with the attempt, with jitter. */
  readonly pause: (attempt: number) => Promise<void>;
};

const maxAttempts = 8;

export const registerDevice =
  (deps: Dependencies): RegisterDevice =>
  async (request) => {
    for (let attempt = 1; attempt <= maxAttempts; attempt++) {
      const progress = await advance(deps, request);
      if (progress !== 'again') return progress;
      await deps.pause(attempt);
    }
    return refuse({ kind: 'temporarily-unavailable', retryAfterSeconds: 1 });
  };

/** Takes a registration as far as what is stored allows, from one consistent reading of it. */
const advance = async (deps: Dependencies, request: RegistrationRequest): Promise<Progress> => {
  const { caller, device } = request;
  const { user, scopes, endpoint } = await readForCaller(deps.store, caller);
  const refusal = refusalOf(user);
  if (refusal) return refuse(refusal);
  if (endpoint === undefined || !isEveryoneApplied(scopes)) {
    await deps.prepareStack(request);
    return 'again';
  }
  const unwritten = scopes.filter(({ appliedGeneration }) => appliedGeneration === 0);
  if (unwritten.length > 0) {
    await allSettled(unwritten.map(({ subject }) => deps.applyScope(subject)));
    return 'again';
  }
  if (user === undefined) return deps.enrolDevice(request, { user, scopes, endpoint });
  if (haveGroupsChanged(user, caller)) {
    await changeGroups(deps, user, caller);
    return 'again';
  }
  if (!isCurrent(user, scopes, deps.space)) {
    await deps.applyUser(caller.userId);
    return 'again';
  }
  const known = user.devices.find(({ deviceId }) => deviceId === device.deviceId);
  if (known?.state === 'registered') return ok({ outcome: 'known', user, device: known, scopes, endpoint });
  if (known?.state === 'removing') return refuse({ kind: 'device-removed', deviceId: known.deviceId });
  return deps.enrolDevice(request, { user, scopes, endpoint });
};

const changeGroups = async (
  { store, applyUser }: Dependencies,
  { userId, groups }: User,
  caller: RegistrationRequest['caller'],
): Promise<void> => {
  const gone = groups.filter((group) => !caller.groups.includes(group));
  if ((await store.storeGroups(caller)) === 'conflict') return;
  // A membership that outlives its attachments does no harm; the other way round it would.
  if ((await applyUser(userId)) === 'applied') await forgetMemberships(store, userId, gone);
};

const isEveryoneApplied = (scopes: Provisioning['scopes']): boolean =>
  scopes.some(({ subject, appliedGeneration }) => subject.kind === 'everyone' && appliedGeneration > 0);

const refusalOf = (user: User | undefined): Fault | undefined => {
  switch (user?.status) {
    case 'suspended':
      return { kind: 'user-suspended' };
    case 'offboarded':
      return { kind: 'user-offboarded' };
    default:
      return undefined;
  }
};
