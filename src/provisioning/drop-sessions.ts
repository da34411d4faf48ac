// Ends the live sessions of one user: all of them, or those whose old subscriptions bring more than is granted now.
import type { GroupName, ThingName, UserId } from '../domain/identifiers.ts';
import { thingNameOf } from '../domain/identifiers.ts';
import { outlive } from '../domain/old-subscriptions.ts';
import { isStanding, propagationMs } from '../domain/scope.ts';
import { isRegistered } from '../domain/user.ts';
import { effectiveScopes, hasOtherGroups } from '../domain/wanted-policies.ts';
import type { ConnectionControl, DueStore, Provisioning, ProvisioningStore } from './ports.ts';

export type DropSessions = (drop: {
  /** The groups as far as they are known: the stored ones decide. */
  readonly user: { readonly userId: UserId; readonly groups?: readonly GroupName[] };
  /** Tells one change from the next. */
  readonly changeId: string;
  /** As `removedSubscriptions` writes them; absent: every session. */
  readonly filters?: readonly string[] | undefined;
}) => Promise<'dropped'>;

type Dependencies = {
  readonly store: Pick<ProvisioningStore, 'readProvisioning'> & Pick<DueStore, 'saveDue'>;
  readonly connections: ConnectionControl;
  readonly clock: () => number;
  readonly newId: () => string;
};

/** Safe to repeat. Each session is due to be dropped once more when the change is effective everywhere. */
export const dropSessions =
  ({ store, connections, clock, newId }: Dependencies): DropSessions =>
  async ({ user, changeId, filters }) => {
    const found = await readUser(store, user);
    await Promise.all(
      sessionsOf(found, filters, clock()).map(async (clientId) => {
        await store.saveDue({
          work: { task: 'disconnect', clientId, changeId },
          dueAt: clock() + propagationMs,
          failures: 0,
          stamp: newId(),
        });
        await connections.dropConnection(clientId);
      }),
    );
    return 'dropped';
  };

const readUser = async (
  store: Pick<ProvisioningStore, 'readProvisioning'>,
  { userId, groups = [] }: Parameters<DropSessions>[0]['user'],
): Promise<Provisioning> => {
  const found = await store.readProvisioning({ userId, groups });
  return found.user && hasOtherGroups(found.user, { groups }) ? store.readProvisioning(found.user) : found;
};

/** Of devices in every state: one that is being registered or removed may have a session. */
const sessionsOf = (
  { user, scopes }: Provisioning,
  filters: readonly string[] | undefined,
  now: number,
): readonly ThingName[] => {
  if (!user || !isRegistered(user)) return [];
  const { userId, identityId } = user;
  const rules = effectiveScopes(scopes)
    .flatMap(({ grants }) => grants)
    .filter((grant) => isStanding(grant, now))
    .map(({ rule }) => rule);
  return user.devices
    .map(({ deviceId }) => thingNameOf(identityId, deviceId))
    .filter((thingName) => !filters || outlive(filters, rules, { userId, identityId, thingName }));
};
