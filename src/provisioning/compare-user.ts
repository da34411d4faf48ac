// Whether a user has attached what was last attached to it. Only reads, but for things: each has a flow of its own.
import { attachmentDrift } from '../domain/drift.ts';
import type { PolicySpace } from '../domain/policy-space.ts';
import { isRegistered, type User } from '../domain/user.ts';
import { type CompareThings, compareThings } from './compare-things.ts';
import type { AttachmentControl, DueStore } from './ports.ts';

export type CompareUser = CompareThings & {
  readonly store: Pick<DueStore, 'isDue'>;
  readonly attachments: Pick<AttachmentControl, 'listAttached'>;
  readonly space: PolicySpace;
  readonly clock: () => number;
};

/** By then a registration is over, or what is left of it done. */
const registrationMs = 10 * 60_000;

/** `listed` may be old: what it lets suspect, whoever holds the lease looks at again. */
export const userDiffers = async (deps: CompareUser, listed: User): Promise<boolean> => {
  const { userId, generation, appliedGeneration } = listed;
  const since = deps.clock() - registrationMs;
  if (listed.devices.some(({ state, registeredAt }) => state === 'registering' && registeredAt > since))
    return false;
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
