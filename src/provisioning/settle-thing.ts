// Makes a thing's attachment what the device's state says, after something was done to it beside.
import { type DeviceId, type ThingName, thingNameOf, type UserId } from '../domain/identifiers.ts';
import { propagationMs } from '../domain/scope.ts';
import { isRegistered, type RegisteredUser, type User } from '../domain/user.ts';
import type { ConnectionControl, DueStore, GrantStore, ThingControl } from './ports.ts';

export type SettleThing = (of: {
  readonly userId: UserId;
  readonly deviceId: DeviceId;
  /** What was done to it last, as far as is known. */
  readonly thing: 'maybe-attached' | 'detached';
}) => Promise<void>;

type Dependencies = {
  readonly store: Pick<GrantStore, 'readUsers'> & Pick<DueStore, 'saveDue'>;
  readonly things: Pick<ThingControl, 'createThing' | 'attachThing' | 'detachThing'>;
  readonly connections: ConnectionControl;
  readonly clock: () => number;
  readonly newId: () => string;
};

/**
 * The thing of a device that is gone is detached, however late it was attached. A device that is registered anew just
 * then gets its thing back: nothing is left to do only when the state that is read after the last step agrees with it.
 */
export const settleThing =
  (deps: Dependencies): SettleThing =>
  async ({ userId, deviceId, thing }) => {
    const { store, things } = deps;
    let isDetached = thing === 'detached';
    for (;;) {
      const [user] = await store.readUsers([userId]);
      if (!user || !isRegistered(user) || isKept(user, deviceId) !== isDetached) return;
      const thingName = thingNameOf(user.identityId, deviceId);
      if (isDetached) {
        await things.createThing(thingName);
        await things.attachThing(thingName, user.identityId);
      } else await takeAway(deps, user, thingName);
      isDetached = !isDetached;
    }
  };

const isKept = ({ devices }: User, deviceId: DeviceId): boolean =>
  devices.some((device) => device.deviceId === deviceId && device.state !== 'removing');

const takeAway = async (
  { store, things, connections, clock, newId }: Dependencies,
  { identityId }: RegisteredUser,
  clientId: ThingName,
): Promise<void> => {
  await things.detachThing(clientId, identityId);
  const dueAt = clock() + propagationMs;
  await store.saveDue({
    work: { task: 'disconnect', clientId, changeId: String(dueAt) },
    dueAt,
    failures: 0,
    stamp: newId(),
  });
  await connections.dropConnection(clientId);
};
