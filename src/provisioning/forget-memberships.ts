import type { GroupName, UserId } from '../domain/identifiers.ts';
import type { MemberStore, ProvisioningStore } from './ports.ts';

type Store = Pick<ProvisioningStore, 'readProvisioning'> &
  Pick<MemberStore, 'saveMemberships' | 'removeMemberships'>;

/**
 * Removes memberships of a known user that nothing is attached for any more. Groups are stored before memberships are
 * saved: who came back into one meanwhile is found in it when the user is read after that, and is saved again.
 */
export const forgetMemberships = async (
  store: Store,
  userId: UserId,
  gone: readonly GroupName[],
): Promise<void> => {
  if (gone.length === 0) return;
  await store.removeMemberships(userId, gone);
  const { user } = await store.readProvisioning({ userId, groups: [] });
  const back = gone.filter((group) => user?.groups.includes(group));
  if (back.length > 0) await store.saveMemberships(userId, back);
};
