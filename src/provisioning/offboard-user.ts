// DELETE /users/{userId}: grants, attachments, policies and devices go; the audit stays, and a tombstone.
import type { Fault } from '../domain/fault.ts';
import type { DeviceId, UserId } from '../domain/identifiers.ts';
import { ok, type Result } from '../domain/result.ts';
import { contentOf, type User } from '../domain/user.ts';
import type { ChangeUser, Decision, UserRequest } from './change-user.ts';
import type { SettleUser, UserChanged } from './settle-user.ts';
import { sessionsOf } from './suspend-user.ts';

/** Repeated, it takes up what is left to do. */
export type OffboardUser = (
  request: UserRequest & {
    /** `recorded`: the tombstone is for somebody, too, who was deleted before this service knew of it. */
    readonly unknown?: 'refused' | 'recorded';
  },
) => Promise<Result<UserChanged, Fault>>;

type Dependencies = {
  readonly changeUser: ChangeUser;
  readonly settleUser: SettleUser;
  readonly newId: () => string;
};

/** More than these do not fit one transaction: the rest is found when the offboarding is finished. */
const devicesAtOnce = 40;

export const offboardUser =
  ({ changeUser, settleUser, newId }: Dependencies): OffboardUser =>
  async (request) => {
    const { actor, now, unknown } = request;
    const decided = await changeUser(request, (user) => judge(user, actor, now, newId()), unknown);
    return decided.ok ? ok(await settleUser(decided.value)) : decided;
  };

const judge = (
  user: User,
  actor: UserId | 'system',
  now: number,
  changeId: string,
): Result<Decision, never> => {
  const { userId } = user;
  const devices = user.devices.slice(0, devicesAtOnce).map(({ deviceId }) => deviceId);
  const removals = devices.map(
    (deviceId: DeviceId) => ({ task: 'finish-removal', userId, deviceId }) as const,
  );
  const finishing = { task: 'finish-offboarding', userId, groups: user.groups, actor } as const;
  const tasks = [sessionsOf(userId, changeId), ...removals, finishing];
  if (user.status === 'offboarded') return ok({ tasks });
  return ok({
    tasks,
    change: {
      content: {
        ...contentOf(user),
        status: 'offboarded',
        groups: [],
        // No token from before brings a group back.
        groupsAsOf: Math.max(now, user.groupsAsOf),
      },
      removing: devices,
      audit: {
        action: 'user-offboarded',
        before: {
          status: user.status,
          groups: user.groups,
          devices: user.devices.map(({ deviceId }) => deviceId),
        },
        after: { status: 'offboarded' },
      },
    },
  });
};
