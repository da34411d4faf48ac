// The steps that make a device a registered one; every step is stored as intended before it has an effect.
import { type IdentityId, thingNameOf } from '../domain/identifiers.ts';
import type { PolicySpace } from '../domain/policy-space.ts';
import { ok, refuse } from '../domain/result.ts';
import { propagationMs } from '../domain/scope.ts';
import type { Device, RegisteredUser, User } from '../domain/user.ts';
import { wantedPolicies } from '../domain/wanted-policies.ts';
import { allSettled } from './all-settled.ts';
import type { ApplyUser } from './apply-user.ts';
import type * as ports from './ports.ts';
import type { Progress, RegistrationRequest } from './register-device.ts';

/** For a user whose attachments are current, or who has none yet. */
export type EnrolDevice = (request: RegistrationRequest, found: Found) => Promise<Progress>;

type Found = ports.Provisioning & { readonly endpoint: string };

type Dependencies = {
  readonly store: ports.ProvisioningStore & ports.DeviceStore & Pick<ports.MemberStore, 'saveMemberships'>;
  readonly identityPool: ports.IdentityPool;
  readonly attachments: ports.AttachmentControl;
  readonly things: ports.ThingControl;
  readonly applyUser: ApplyUser;
  readonly space: PolicySpace;
  readonly deviceLimit: number;
  readonly clock: () => number;
  readonly newId: () => string;
};

/** When a registration that was cut off is due to be finished: after the function that it ran in is gone. */
const dueAfterMs = 60_000;

/**
 * Each wave of calls needs the one before: identity; intent, beside the thing and memberships, which give nobody a right; policies;
 * the thing's attachment, without which no Allow applies; the record.
 */
export const enrolDevice =
  (deps: Dependencies): EnrolDevice =>
  async (request, found) => {
    const identityId =
      found.user?.identityId ?? (await deps.identityPool.identityOf(request.caller.idToken()));
    if (identityId === 'refused') {
      return refuse({ kind: 'unauthenticated', detail: 'The identity pool does not take this token.' });
    }
    const user = found.user ? { ...found.user, identityId } : newUser(request, identityId);
    const known = user.devices.find(({ deviceId }) => deviceId === request.device.deviceId);
    if (known === undefined && user.devices.length >= deps.deviceLimit) {
      return refuse({ kind: 'device-limit-exceeded', limit: deps.deviceLimit });
    }
    const device: Device = known ?? { ...request.device, state: 'registering', registeredAt: request.now };
    const [intent] = await allSettled([
      intend(deps, request, {
        user,
        device,
        of: intentOf(found, known),
      }),
      deps.things.createThing(thingNameOf(identityId, device.deviceId)),
      saveMemberships(deps, user),
    ]);
    return intent === 'conflict' ? 'again' : attach(deps, request, { ...found, user }, device);
  };

const intentOf = ({ user }: Found, known: Device | undefined) => {
  if (user === undefined) return 'new-user';
  return known ? 'registering-device' : 'new-device';
};

/** Those of a registration that is given up may be left: whoever walks them bears with that. */
const saveMemberships = async ({ store }: Dependencies, { userId, groups }: User): Promise<void> => {
  if (groups.length > 0) await store.saveMemberships(userId, groups);
};

const newUser = ({ caller }: RegistrationRequest, identityId: IdentityId): RegisteredUser => ({
  userId: caller.userId,
  identityId,
  status: 'active',
  disabled: false,
  blocked: [],
  groups: caller.groups,
  groupsAsOf: caller.groupsAsOf,
  devices: [],
  generation: 1,
  appliedGeneration: 0,
  attached: [],
  effectiveBy: 0,
});

const intend = (
  { store, deviceLimit, newId }: Dependencies,
  { caller, requestId, now }: RegistrationRequest,
  intent: Pick<Parameters<ports.DeviceStore['intendRegistration']>[0], 'of' | 'device'> & {
    readonly user: RegisteredUser;
  },
): Promise<ports.Stored> =>
  store.intendRegistration({
    ...intent,
    deviceLimit,
    attempt: requestId,
    dueAt: now + dueAfterMs,
    audit: {
      auditId: newId(),
      at: now,
      actor: caller.userId,
      subjects: [`user/${caller.userId}`],
      action: 'device-registered',
      requestId,
      after: {
        deviceId: intent.device.deviceId,
        thingName: thingNameOf(intent.user.identityId, intent.device.deviceId),
      },
    },
  });

const attach = async (
  deps: Dependencies,
  { requestId }: RegistrationRequest,
  found: Found & { readonly user: RegisteredUser },
  device: Device,
): Promise<Progress> => {
  const { store, attachments, things, space, clock } = deps;
  const { userId, identityId, generation, attached, effectiveBy } = found.user;
  const { wanted } = wantedPolicies(found.user, found.scopes, space);
  const missing = wanted.filter((name) => !attached.includes(name));
  await allSettled(missing.map((name) => attachments.attachPolicy(name, identityId)));
  const thing = await things.attachThing(thingNameOf(identityId, device.deviceId), identityId);
  const record = {
    attached: wanted,
    effectiveBy: missing.length > 0 ? clock() + propagationMs : effectiveBy,
  };
  const completion = { userId, deviceId: device.deviceId, attempt: requestId, generation, ...record };
  const completed = thing === 'attached' && (await store.completeRegistration(completion));
  if (completed !== 'stored') return yieldToChange(deps, found.user, device);
  return ok({
    ...found,
    outcome: 'created',
    user: { ...found.user, ...record, appliedGeneration: generation },
    device: { ...device, state: 'registered' },
  });
};

/**
 * What changed in between wins: whatever this registration attached beside it is compared with what is wanted now. As
 * long as somebody else is applying that, this attempt's due item keeps the comparison pending.
 */
const yieldToChange = async (
  deps: Dependencies,
  user: RegisteredUser,
  { deviceId }: Device,
): Promise<Progress> => {
  const stored = (await deps.store.readProvisioning(user)).user;
  const state = stored?.devices.find((device) => device.deviceId === deviceId)?.state;
  const stays = state === 'registering' || state === 'registered';
  if (!stays) await deps.things.detachThing(thingNameOf(user.identityId, deviceId), user.identityId);
  if ((await deps.applyUser(user.userId, 'reading-attachments')) === 'held') {
    return refuse({ kind: 'temporarily-unavailable', retryAfterSeconds: 1 });
  }
  return stays ? 'again' : refuse({ kind: 'device-removed', deviceId });
};
