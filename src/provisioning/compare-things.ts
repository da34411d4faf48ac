// The things of a user's registered devices, and no others of its own, are attached to its identity.
import { type TellDrift, thingDrift } from '../domain/drift.ts';
import { isRegistered, type RegisteredUser } from '../domain/user.ts';
import type { AttachedThings, GrantStore } from './ports.ts';
import type { SettleThing } from './settle-thing.ts';

export type CompareThings = {
  readonly store: Pick<GrantStore, 'readUsers'>;
  readonly attachedThings: AttachedThings;
  readonly settleThing: SettleThing;
  readonly tellDrift: TellDrift;
};

/** Only reads when nothing differs. `listed` may be old. */
export const compareThings = async (deps: CompareThings, listed: RegisteredUser): Promise<void> => {
  const { userId, identityId } = listed;
  const things = await deps.attachedThings.listDevices(identityId);
  if (!thingDrift(listed, things)) return;
  // Registered or removed meanwhile, perhaps.
  const [user] = await deps.store.readUsers([userId]);
  const drift = user && isRegistered(user) && thingDrift(user, things);
  if (!drift) return;
  deps.tellDrift(drift);
  const { missing, surplus } = drift;
  await Promise.all([
    ...missing.map((deviceId) => deps.settleThing({ userId, deviceId, thing: 'detached' })),
    ...surplus.map((deviceId) => deps.settleThing({ userId, deviceId, thing: 'maybe-attached' })),
  ]);
};
