// Whether a user has attached what was last attached to it. Only reads, but for things: each has a flow of its own.
import { attachmentDrift, type TellDrift, thingDrift } from '../domain/drift.ts';
import type { PolicySpace } from '../domain/policy-space.ts';
import { isRegistered, type RegisteredUser, type User } from '../domain/user.ts';
import type { AttachedThings, AttachmentControl, DueStore, GrantStore } from './ports.ts';
import type { SettleThing } from './settle-thing.ts';

export type CompareUser = {
  readonly store: Pick<DueStore, 'isDue'> & Pick<GrantStore, 'readUsers'>;
  readonly attachments: Pick<AttachmentControl, 'listAttached'>;
  readonly attachedThings: AttachedThings;
  readonly settleThing: SettleThing;
  readonly space: PolicySpace;
  readonly tellDrift: TellDrift;
};

/** `listed` may be old: what it lets suspect, whoever holds the lease looks at again. */
export const userDiffers = async (deps: CompareUser, listed: User): Promise<boolean> => {
  const { userId, generation, appliedGeneration } = listed;
  // Its registration is under way, or what is left of it due.
  if (listed.devices.some(({ state }) => state === 'registering')) return false;
  if (generation !== appliedGeneration) return !(await deps.store.isDue({ task: 'apply-user', userId }));
  if (!isRegistered(listed)) return false;
  const [attached] = await Promise.all([
    deps.attachments.listAttached(listed.identityId),
    compareThings(deps, listed),
  ]);
  const drift = attachmentDrift(deps.space, listed, attached);
  if (!drift) return false;
  if (drift.missing.length + drift.surplus.length > 0) return true;
  // Nothing to repair, and so nobody else who would tell.
  deps.tellDrift(drift);
  return false;
};

const compareThings = async (deps: CompareUser, listed: RegisteredUser): Promise<void> => {
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
