// A removal of a device that was cut off is taken up where it stands.
import type { Task } from '../domain/due.ts';
import { thingNameOf } from '../domain/identifiers.ts';
import { isRegistered, mayHaveDevice, type RegisteredUser } from '../domain/user.ts';
import { done, type Outcome } from './outcome.ts';
import type { DeviceStore, GrantStore } from './ports.ts';
import type { SettleThing } from './settle-thing.ts';
import type { TakeDownDevice } from './take-down-device.ts';

export type FinishRemoval = (work: Work) => Promise<Outcome>;

type Work = Extract<Task, { readonly task: 'finish-removal' }>;

type Dependencies = {
  readonly store: Pick<GrantStore, 'readUsers'> & Pick<DeviceStore, 'intendRemoval'>;
  readonly takeDownDevice: TakeDownDevice;
  readonly settleThing: SettleThing;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly requestId: string;
};

/** When a removal that is cut off once more is due. */
const dueAfterMs = 60_000;

/** A device that may not be there, and whose registration was faster than that was stored, is removed as well. */
export const finishRemoval =
  (deps: Dependencies): FinishRemoval =>
  async (work) => {
    const { userId, deviceId } = work;
    const [user] = await deps.store.readUsers([userId]);
    const device = user?.devices.find((candidate) => candidate.deviceId === deviceId);
    if (!user || !isRegistered(user) || !device) return done;
    if (device.state !== 'removing') {
      if (mayHaveDevice(user, deviceId)) return done;
      await intend(deps, work, user);
    }
    await deps.takeDownDevice(user, deviceId);
    // Somebody else may have removed it first, and its client registered it anew.
    await deps.settleThing({ userId, deviceId, thing: 'detached' });
    return done;
  };

/** `conflict` is somebody else who intends the same. */
const intend = (
  { store, clock, newId, requestId }: Dependencies,
  { userId, deviceId }: Work,
  { identityId }: RegisteredUser,
) =>
  store.intendRemoval({
    userId,
    deviceId,
    dueAt: clock() + dueAfterMs,
    audit: {
      auditId: newId(),
      at: clock(),
      actor: 'system',
      subjects: [`user/${userId}`],
      action: 'device-removed',
      requestId,
      before: { deviceId, thingName: thingNameOf(identityId, deviceId) },
    },
  });
