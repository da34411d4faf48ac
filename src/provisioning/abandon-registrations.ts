// A device whose registration nobody has finished for a day is removed: it counts against the limit of its user's.
import { thingNameOf } from '../domain/identifiers.ts';
import type { Device, RegisteredUser } from '../domain/user.ts';
import type { DeviceStore } from './ports.ts';

export type AbandonRegistrations = {
  readonly store: Pick<DeviceStore, 'intendRemoval'>;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly requestId: string;
};

const dayMs = 24 * 60 * 60_000;

/** Stored as a removal that is due; `conflict` is one whose client has come back just now. */
export const abandonRegistrations = async (
  deps: AbandonRegistrations,
  user: RegisteredUser,
): Promise<void> => {
  const now = deps.clock();
  const isAbandoned = ({ state, registeredAt }: Device) =>
    state === 'registering' && registeredAt <= now - dayMs;
  for (const device of user.devices.filter(isAbandoned)) await abandon(deps, user, device, now);
};

const abandon = (
  { store, newId, requestId }: AbandonRegistrations,
  { userId, identityId }: RegisteredUser,
  { deviceId }: Device,
  now: number,
) =>
  store.intendRemoval({
    of: 'registering-device',
    userId,
    deviceId,
    dueAt: now,
    audit: {
      auditId: newId(),
      at: now,
      actor: 'system',
      subjects: [`user/${userId}`],
      action: 'device-removed',
      requestId,
      before: { deviceId, thingName: thingNameOf(identityId, deviceId) },
    },
  });
