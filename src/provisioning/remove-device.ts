// DELETE /me/devices/{deviceId}: the thing is detached, the session dropped, the thing deleted – then the device is forgotten.
import type { Fault } from '../domain/fault.ts';
import { type DeviceId, thingNameOf, type UserId } from '../domain/identifiers.ts';
import { ok, type Result, refuse } from '../domain/result.ts';
import { isRegistered, type RegisteredUser } from '../domain/user.ts';
import type * as ports from './ports.ts';
import { takeDownDevice } from './take-down-device.ts';

export type RemoveDevice = (request: {
  readonly userId: UserId;
  readonly deviceId: DeviceId;
  /** Who asks: the user itself, or an administrator. */
  readonly actor: UserId;
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly now: number;
}) => Promise<Result<'removed', Fault>>;

type Dependencies = {
  readonly store: ports.ProvisioningStore & ports.DeviceStore;
  readonly things: ports.ThingControl;
  readonly connections: ports.ConnectionControl;
  readonly clock: () => number;
  readonly newId: () => string;
};

/** When a removal that was cut off is due to be finished: after the function that it ran in is gone. */
const dueAfterMs = 60_000;

/** Safe to repeat: a removal that was cut off is taken up where it stands. */
export const removeDevice = (deps: Dependencies): RemoveDevice => {
  const remove: RemoveDevice = async (request) => {
    const { userId, deviceId } = request;
    const { user } = await deps.store.readProvisioning({ userId, groups: [] });
    const device = user?.devices.find((candidate) => candidate.deviceId === deviceId);
    if (!user || !isRegistered(user) || !device) return refuse({ kind: 'device-not-found', deviceId });
    // Someone else's removal of it came first: look again at what is left to do.
    if (device.state !== 'removing' && (await intend(deps, request, user)) === 'conflict')
      return remove(request);
    await takeDownDevice(deps)(user, deviceId);
    return ok('removed');
  };
  return remove;
};

const intend = (
  { store, newId }: Dependencies,
  { userId, deviceId, actor, requestId, now }: Parameters<RemoveDevice>[0],
  { identityId }: RegisteredUser,
): Promise<ports.Stored> =>
  store.intendRemoval({
    userId,
    deviceId,
    dueAt: now + dueAfterMs,
    audit: {
      auditId: newId(),
      at: now,
      actor,
      subjects: [`user/${userId}`],
      action: 'device-removed',
      requestId,
      before: { deviceId, thingName: thingNameOf(identityId, deviceId) },
    },
  });
