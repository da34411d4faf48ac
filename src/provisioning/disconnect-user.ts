// POST /users/{userId}/disconnect: all live sessions end; with `signOut`, so does being signed in.
import type { Fault } from '../domain/fault.ts';
import type { UserId } from '../domain/identifiers.ts';
import { ok, type Result } from '../domain/result.ts';
import { contentOf } from '../domain/user.ts';
import type { ChangeUser, UserRequest } from './change-user.ts';
import type { SettleUser, UserChanged } from './settle-user.ts';
import { sessionsOf } from './suspend-user.ts';
import type { PoolSessions, PoolUsers } from './user-pool-port.ts';

export type DisconnectUser = (
  request: UserRequest & {
    /** `ended`: the user pool revokes its refresh tokens; it must be there to answer. */
    readonly signIn: 'kept' | 'ended';
  },
) => Promise<Result<UserChanged, Fault>>;

type Dependencies = {
  readonly changeUser: ChangeUser;
  readonly settleUser: SettleUser;
  readonly poolUsers: Pick<PoolUsers, 'findByUserId'>;
  readonly poolSessions: PoolSessions;
  readonly newId: () => string;
};

/** @throws what the user pool throws when it is to sign the user out: the sessions have ended then, or are due to. */
export const disconnectUser =
  (deps: Dependencies): DisconnectUser =>
  async (request) => {
    const { userId } = request;
    const signOut = request.signIn === 'ended';
    const tasks = [sessionsOf(userId, deps.newId())];
    const decided = await deps.changeUser(request, (user) =>
      ok({
        tasks,
        change: {
          content: contentOf(user),
          removing: [],
          audit: { action: 'user-disconnected', after: { signOut } },
        },
      }),
    );
    if (!decided.ok) return decided;
    const settled = await deps.settleUser(decided.value);
    if (signOut) await endSignIn(deps, userId);
    return ok(settled);
  };

const endSignIn = async ({ poolUsers, poolSessions }: Dependencies, userId: UserId): Promise<void> => {
  const found = await poolUsers.findByUserId(userId);
  if (found) await poolSessions.signOut(found.username);
};
