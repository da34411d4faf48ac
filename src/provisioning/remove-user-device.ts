// DELETE /users/{userId}/devices/{deviceId}: a device is taken away from its user, and may be kept from coming back.
import type { Fault } from '../domain/fault.ts';
import { type DeviceId, thingNameOf } from '../domain/identifiers.ts';
import { ok, type Result, refuse } from '../domain/result.ts';
import { contentOf, isRegistered, type User } from '../domain/user.ts';
import type { ChangeUser, Decision, UserRequest } from './change-user.ts';
import type { SettleUser, UserChanged } from './settle-user.ts';

/** A device that is not registered can be blocked as well. */
export type RemoveUserDevice = (request: Request) => Promise<Result<UserChanged, Fault>>;

type Request = UserRequest & {
  readonly deviceId: DeviceId;
  /** What becomes of its block: `set`, `lifted`, or left as it is. */
  readonly block: 'set' | 'lifted' | 'left';
};

type Dependencies = { readonly changeUser: ChangeUser; readonly settleUser: SettleUser };

/** How many device IDs of a user can be blocked. */
const maximumBlocked = 100;

export const removeUserDevice =
  ({ changeUser, settleUser }: Dependencies): RemoveUserDevice =>
  async (request) => {
    const decided = await changeUser(request, (user) => judge(request, user));
    return decided.ok ? ok(await settleUser(decided.value)) : decided;
  };

const judge = ({ userId, deviceId, block }: Request, user: User): Result<Decision, Fault> => {
  const device = user.devices.find((candidate) => candidate.deviceId === deviceId);
  const wasBlocked = user.blocked.includes(deviceId);
  const isBlocked = block === 'left' ? wasBlocked : block === 'set';
  if (!device && !isBlocked && !wasBlocked) return refuse({ kind: 'device-not-found', deviceId });
  if (!device && block === 'left') return refuse({ kind: 'device-not-found', deviceId });
  // Due whether it is there or not: it may be registering just now.
  const tasks = device || isBlocked ? [{ task: 'finish-removal', userId, deviceId } as const] : [];
  const removing = device && device.state !== 'removing' ? [deviceId] : [];
  if (removing.length === 0 && isBlocked === wasBlocked) return ok({ tasks });
  const others = user.blocked.filter((each) => each !== deviceId);
  const blocked = isBlocked ? [...others, deviceId] : others;
  if (isBlocked && blocked.length > maximumBlocked) {
    return refuse({ kind: 'blocked-limit-exceeded', limit: maximumBlocked });
  }
  return ok({
    tasks,
    change: {
      content: { ...contentOf(user), blocked },
      removing,
      audit: {
        action: 'device-removed',
        before: {
          deviceId,
          ...(device && isRegistered(user) && { thingName: thingNameOf(user.identityId, deviceId) }),
          blocked: wasBlocked,
        },
        after: { blocked: isBlocked },
      },
    },
  });
};
