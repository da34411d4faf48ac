// POST /register-device: one device, one set of attachments, one audit event – however often and wherever it is cut off.
import type { Fault } from '../domain/fault.ts';
import type { GroupName, UserId } from '../domain/identifiers.ts';
import type { PolicySpace } from '../domain/policy-space.ts';
import { ok, type Result, refuse } from '../domain/result.ts';
import { type Device, isRegistered, isSuspended, type RegisteredUser, type User } from '../domain/user.ts';
import { haveGroupsChanged, isCurrent } from '../domain/wanted-policies.ts';
import { allSettled } from './all-settled.ts';
import type { ApplyScope } from './apply-scope.ts';
import type { ApplyUser } from './apply-user.ts';
import type { EnrolDevice } from './enrol-device.ts';
import type { FollowGroups } from './follow-groups.ts';
import type { Provisioning, ProvisioningStore } from './ports.ts';
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
  readonly user: RegisteredUser;
  readonly device: Device;
  readonly scopes: Provisioning['scopes'];
  readonly endpoint: string;
};

export type RegisterDevice = (request: RegistrationRequest) => Promise<Result<Registration, Fault>>;

/** `again`: something was brought forward, or changed underneath; what is stored now decides what comes next. */
export type Progress = Result<Registration, Fault> | 'again';

type Dependencies = {
  readonly store: ProvisioningStore;
  readonly prepareStack: PrepareStack;
  readonly applyScope: ApplyScope;
  readonly applyUser: ApplyUser;
  readonly enrolDevice: EnrolDevice;
  readonly followGroups: FollowGroups;
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
  const refusal = refusalOf(user, device);
  if (refusal) return refuse(refusal);
  if (endpoint === undefined || !isEveryoneApplied(scopes)) {
    await deps.prepareStack(request);
    return 'again';
  }
  const isAttached = user !== undefined && isCurrent(user, scopes, deps.space);
  const unwritten = isAttached ? [] : scopes.filter(mayBeUnwritten);
  if (unwritten.length > 0) {
    await allSettled(unwritten.map(({ subject }) => deps.applyScope(subject)));
    return 'again';
  }
  if (user === undefined) return deps.enrolDevice(request, { user, scopes, endpoint });
  if (haveGroupsChanged(user, caller)) {
    const { requestId, now } = request;
    await deps.followGroups(user, { ...caller, actor: caller.userId, requestId, now });
    return 'again';
  }
  // To whoever has not registered nothing is attached yet.
  if (isRegistered(user) && !isAttached) {
    await deps.applyUser(caller.userId);
    return 'again';
  }
  const known = user.devices.find(({ deviceId }) => deviceId === device.deviceId);
  if (known?.state === 'registered' && isRegistered(user))
    return ok({ outcome: 'known', user, device: known, scopes, endpoint });
  if (known?.state === 'removing') return refuse({ kind: 'device-removed', deviceId: known.deviceId });
  return deps.enrolDevice(request, { user, scopes, endpoint });
};

/** Policies that are not there cannot be attached. A user's may be more with every change, and are nobody else's. */
const mayBeUnwritten = ({
  subject,
  generation,
  appliedGeneration,
}: Provisioning['scopes'][number]): boolean =>
  appliedGeneration === 0 || (subject.kind === 'user' && appliedGeneration < generation);

const isEveryoneApplied = (scopes: Provisioning['scopes']): boolean =>
  scopes.some(({ subject, appliedGeneration }) => subject.kind === 'everyone' && appliedGeneration > 0);

const refusalOf = (
  user: User | undefined,
  { deviceId }: RegistrationRequest['device'],
): Fault | undefined => {
  if (user?.status === 'offboarded') return { kind: 'user-offboarded' };
  if (user && isSuspended(user)) return { kind: 'user-suspended' };
  return user?.blocked.includes(deviceId) ? { kind: 'device-blocked', deviceId } : undefined;
};
