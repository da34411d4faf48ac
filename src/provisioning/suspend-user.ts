// POST /users/{userId}/suspend: everything is denied, and live sessions end.
import type { Fault } from '../domain/fault.ts';
import type { UserId } from '../domain/identifiers.ts';
import { ok, type Result } from '../domain/result.ts';
import { contentOf } from '../domain/user.ts';
import type { ChangeUser, UserRequest } from './change-user.ts';
import type { SettleUser, UserChanged } from './settle-user.ts';

/** Whoever is suspended already, or offboarded, stays that; its sessions are dropped once more. */
export type SuspendUser = (request: UserRequest) => Promise<Result<UserChanged, Fault>>;

type Dependencies = {
  readonly changeUser: ChangeUser;
  readonly settleUser: SettleUser;
  readonly newId: () => string;
};

export const suspendUser =
  ({ changeUser, settleUser, newId }: Dependencies): SuspendUser =>
  async (request) => {
    const tasks = [sessionsOf(request.userId, newId())];
    const decided = await changeUser(request, (user) =>
      user.status === 'active'
        ? ok({
            tasks,
            change: {
              content: { ...contentOf(user), status: 'suspended' },
              removing: [],
              audit: {
                action: 'user-suspended',
                before: { status: user.status },
                after: { status: 'suspended' },
              },
            },
          })
        : ok({ tasks }),
    );
    return decided.ok ? ok(await settleUser(decided.value)) : decided;
  };

/** All sessions of a user: now, and once more when what has changed is effective everywhere. */
export const sessionsOf = (userId: UserId, changeId: string) =>
  ({ task: 'drop-sessions', subject: { kind: 'user', userId }, changeId }) as const;
