// The steps that end a device which is `removing`.
import { type DeviceId, thingNameOf } from '../domain/identifiers.ts';
import { propagationMs } from '../domain/scope.ts';
import type { RegisteredUser } from '../domain/user.ts';
import type { ConnectionControl, DeviceStore, ThingControl } from './ports.ts';

export type TakeDownDevice = (user: RegisteredUser, deviceId: DeviceId) => Promise<void>;

type Dependencies = {
  readonly store: Pick<DeviceStore, 'completeRemoval'>;
  readonly things: ThingControl;
  readonly connections: ConnectionControl;
  readonly clock: () => number;
};

/** Every step is done as well when it was done before. */
export const takeDownDevice =
  ({ store, things, connections, clock }: Dependencies): TakeDownDevice =>
  async ({ userId, identityId }, deviceId) => {
    const thingName = thingNameOf(identityId, deviceId);
    // Detached first: a client that reconnects at once finds its rights gone.
    await things.detachThing(thingName, identityId);
    await connections.dropConnection(thingName);
    await things.deleteThing(thingName);
    await store.completeRemoval({
      userId,
      deviceId,
      clientId: thingName,
      disconnectAt: clock() + propagationMs,
    });
  };
