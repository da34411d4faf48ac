import type { GroupName, UserId } from '../domain/identifiers.ts';
import { hasOtherGroups } from '../domain/wanted-policies.ts';
import type { Provisioning, ProvisioningStore } from './ports.ts';

/**
 * What decides about a caller, by the later of two groups: the token's, or those stored. One round trip, and a second
 * one only for a token that is older than a change of the caller's groups.
 */
export const readForCaller = async (
  store: ProvisioningStore,
  caller: { readonly userId: UserId; readonly groups: readonly GroupName[]; readonly groupsAsOf: number },
): Promise<Provisioning> => {
  const found = await store.readProvisioning(caller);
  const { user } = found;
  if (user === undefined || caller.groupsAsOf > user.groupsAsOf || !hasOtherGroups(user, caller))
    return found;
  return store.readProvisioning(user);
};
