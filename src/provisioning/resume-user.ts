// POST /users/{userId}/resume: a suspension ends, or the tombstone of somebody who was offboarded.
import type { Fault } from '../domain/fault.ts';
import type { UserId } from '../domain/identifiers.ts';
import { ok, type Result, refuse } from '../domain/result.ts';
import { contentOf, type User } from '../domain/user.ts';
import type { ChangeUser, Decision, UserRequest } from './change-user.ts';
import type { SettleUser, UserChanged } from './settle-user.ts';
import type { PoolUsers } from './user-pool-port.ts';

/** Whoever the user pool has disabled stays suspended until the pool enables it. */
export type ResumeUser = (request: UserRequest) => Promise<Result<UserChanged, Fault>>;

type Dependencies = {
  readonly changeUser: ChangeUser;
  readonly settleUser: SettleUser;
  readonly poolUsers: Pick<PoolUsers, 'findByUserId' | 'groupsOf'>;
  readonly clock: () => number;
};

export const resumeUser =
  (deps: Dependencies): ResumeUser =>
  async (request) => {
    const decided = await deps.changeUser(request, (user) => judge(deps, user));
    return decided.ok ? ok(await deps.settleUser(decided.value)) : decided;
  };

/** The user pool says what has changed meanwhile: groups left, a disabled user, a deleted one. */
const judge = async (deps: Dependencies, user: User): Promise<Result<Decision, Fault>> => {
  const { userId } = user;
  if (user.status === 'active') return ok({ tasks: [] });
  const readAt = deps.clock();
  const read = await readPool(deps, userId);
  if (read === undefined) return refuse({ kind: 'user-not-in-pool', userId });
  const content = {
    ...contentOf(user),
    ...read,
    groupsAsOf: Math.max(readAt, user.groupsAsOf),
    status: 'active' as const,
  };
  return ok({
    tasks: [],
    change: {
      content,
      removing: [],
      audit: { action: 'user-resumed', before: told(contentOf(user)), after: told(content) },
    },
  });
};

const readPool = async ({ poolUsers }: Dependencies, userId: UserId) => {
  const found = await poolUsers.findByUserId(userId);
  const groups = found && (await poolUsers.groupsOf(found.username));
  return found && groups && { disabled: !found.enabled, groups };
};

const told = ({ status, disabled, groups }: Pick<User, 'status' | 'disabled' | 'groups'>) => ({
  status,
  disabled,
  groups,
});
