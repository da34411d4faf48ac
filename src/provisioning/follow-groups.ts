// What a token or the user pool says of a user is stored, and applied at once: its groups, and whether it is disabled.
import type { GroupName, UserId } from '../domain/identifiers.ts';
import { isRegistered, type RegisteredUser, type User } from '../domain/user.ts';
import type { ApplyUser } from './apply-user.ts';
import type { DropSessions } from './drop-sessions.ts';
import { forgetMemberships } from './forget-memberships.ts';
import type { DueStore, MemberStore, ProvisioningStore, UserStore } from './ports.ts';
import { type UserWork, workOfUser } from './user-work.ts';

/** `held`: stored, and somebody else is applying the user. `conflict`: the user has changed since it was read. */
export type FollowGroups = (
  user: User,
  later: {
    readonly groups: readonly GroupName[];
    readonly groupsAsOf: number;
    /** In the user pool; as it is stored when it is not said. */
    readonly disabled?: boolean;
    /** Who says so: the user by its token, or `system`. */
    readonly actor: UserId | 'system';
    readonly requestId: string;
    /** Epoch milliseconds. */
    readonly now: number;
  },
) => Promise<'applied' | 'held' | 'conflict'>;

type Dependencies = {
  readonly store: Pick<ProvisioningStore, 'readProvisioning'> &
    Pick<UserStore, 'changeUser'> &
    Pick<MemberStore, 'saveMemberships' | 'removeMemberships'> &
    Pick<DueStore, 'finishDue'>;
  readonly applyUser: ApplyUser;
  /** Undefined in a function that may not end sessions: then the sweeper does. */
  readonly dropSessions: DropSessions | undefined;
  readonly newId: () => string;
};

export const followGroups =
  (deps: Dependencies): FollowGroups =>
  async (user, later) => {
    const { userId, status, blocked } = user;
    const { groups, groupsAsOf, disabled = user.disabled, actor, requestId, now } = later;
    const next = { userId, status, disabled, blocked, groups, groupsAsOf };
    const work = isRegistered(user) ? await workOf(deps, user, next, now) : undefined;
    const stored = await deps.store.changeUser({
      user: next,
      was: user.generation,
      removing: [],
      due: work ? [work.apply, ...(work.sessions ? [work.sessions] : [])] : [],
      audit: {
        auditId: deps.newId(),
        at: now,
        actor,
        subjects: [`user/${userId}`],
        action: actionOf(user, disabled),
        requestId,
        before: { groups: user.groups, disabled: user.disabled },
        after: { groups, disabled },
      },
    });
    if (stored === 'conflict') return stored;
    // Who has not registered has no identity that anything could be attached to.
    return work ? settle(deps, user, groups, work) : 'applied';
  };

const actionOf = (user: User, disabled: boolean) => {
  if (user.disabled === disabled) return 'groups-changed';
  return disabled ? 'user-disabled' : 'user-enabled';
};

const workOf = async (
  { store, dropSessions, newId }: Dependencies,
  user: RegisteredUser,
  next: Pick<User, 'groups' | 'disabled'>,
  now: number,
): Promise<UserWork> => {
  const groups = [...new Set([...user.groups, ...next.groups])];
  const { scopes } = await store.readProvisioning({ userId: user.userId, groups });
  const sessionsBy = dropSessions ? 'function' : 'sweeper';
  return workOfUser(user, next, { scopes, sessionsBy, now, newId });
};

const settle = async (
  { store, applyUser, dropSessions }: Dependencies,
  user: User,
  groups: readonly GroupName[],
  { apply, sessions }: UserWork,
): Promise<'applied' | 'held'> => {
  const { userId } = user;
  if ((await applyUser(userId)) === 'held') return 'held';
  // Now that its rights are gone, whoever comes back at once finds them gone.
  if (dropSessions && sessions?.work.task === 'drop-sessions') {
    const { changeId, filters } = sessions.work;
    await dropSessions({ user: { userId, groups }, changeId, filters });
    await store.finishDue(sessions);
  }
  // A membership that outlives its attachments does no harm; the other way round it would.
  const gone = user.groups.filter((group) => !groups.includes(group));
  await forgetMemberships(store, userId, gone);
  await store.finishDue(apply);
  return 'applied';
};
