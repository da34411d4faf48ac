// The user pool has disabled or enabled somebody: disabled is suspended, and nothing but the pool's enabling lifts that.
import type { Fault } from '../domain/fault.ts';
import type { GroupName } from '../domain/identifiers.ts';
import { ok, type Result } from '../domain/result.ts';
import { contentOf } from '../domain/user.ts';
import type { ChangeUser, UserRequest } from './change-user.ts';
import type { SettleUser, UserChanged } from './settle-user.ts';
import { sessionsOf } from './suspend-user.ts';

export type SetDisabled = (
  request: UserRequest & {
    /** What the user pool says, read after the hint that it changed: hints are unordered. */
    readonly disabled: boolean;
    /** The groups that the pool had (`at`, in epoch milliseconds, before they were read); they win if they are later. */
    readonly groups?: { readonly groups: readonly GroupName[]; readonly at: number } | undefined;
  },
) => Promise<Result<UserChanged, Fault>>;

type Dependencies = {
  readonly changeUser: ChangeUser;
  readonly settleUser: SettleUser;
  readonly newId: () => string;
};

export const setDisabled =
  ({ changeUser, settleUser, newId }: Dependencies): SetDisabled =>
  async (request) => {
    const { userId, disabled, groups: read } = request;
    const tasks = disabled ? [sessionsOf(userId, newId())] : [];
    const decided = await changeUser(request, (user) => {
      if (user.generation > 0 && user.disabled === disabled) return ok({ tasks });
      const groups =
        read && user.status !== 'offboarded' && read.at > user.groupsAsOf
          ? { groups: read.groups, groupsAsOf: read.at }
          : {};
      return ok({
        tasks,
        change: {
          content: { ...contentOf(user), disabled, ...groups },
          removing: [],
          audit: {
            action: disabled ? 'user-suspended' : 'user-resumed',
            before: { disabled: user.disabled },
            after: { disabled },
          },
        },
      });
    });
    return decided.ok ? ok(await settleUser(decided.value)) : decided;
  };
