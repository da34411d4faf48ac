// A removal of a device that was cut off is taken up where it stands.
import type { Task } from '../domain/due.ts';
import { isRegistered } from '../domain/user.ts';
import { done, type Outcome } from './outcome.ts';
import type { GrantStore } from './ports.ts';
import type { SettleThing } from './settle-thing.ts';
import type { TakeDownDevice } from './take-down-device.ts';

export type FinishRemoval = (work: Extract<Task, { readonly task: 'finish-removal' }>) => Promise<Outcome>;

type Dependencies = {
  readonly store: Pick<GrantStore, 'readUsers'>;
  readonly takeDownDevice: TakeDownDevice;
  readonly settleThing: SettleThing;
};

export const finishRemoval =
  ({ store, takeDownDevice, settleThing }: Dependencies): FinishRemoval =>
  async ({ userId, deviceId }) => {
    const [user] = await store.readUsers([userId]);
    const device = user?.devices.find((candidate) => candidate.deviceId === deviceId);
    if (!user || !isRegistered(user) || device?.state !== 'removing') return done;
    await takeDownDevice(user, deviceId);
    // Somebody else may have removed it first, and its client registered it anew.
    await settleThing({ userId, deviceId, thing: 'detached' });
    return done;
  };
