// What a token or the user pool says of a user's groups is stored, and applied at once.
import type { GroupName, UserId } from '../domain/identifiers.ts';
import type { User } from '../domain/user.ts';
import type { ApplyUser } from './apply-user.ts';
import { forgetMemberships } from './forget-memberships.ts';
import type { DueStore, MemberStore, ProvisioningStore, UserStore } from './ports.ts';

/** `held`: stored, and somebody else is applying the user. `conflict`: the user has changed since it was read. */
export type FollowGroups = (
  user: User,
  later: {
    readonly groups: readonly GroupName[];
    readonly groupsAsOf: number;
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
  readonly newId: () => string;
};

/** When a change that was cut off is due to be applied: after the function that it ran in is gone. */
const dueAfterMs = 60_000;

export const followGroups =
  ({ store, applyUser, newId }: Dependencies): FollowGroups =>
  async (user, { groups, groupsAsOf, actor, requestId, now }) => {
    const { userId, status, disabled, blocked } = user;
    const due = {
      work: { task: 'apply-user', userId },
      dueAt: now + dueAfterMs,
      failures: 0,
      stamp: newId(),
    } as const;
    const stored = await store.changeUser({
      user: { userId, status, disabled, blocked, groups, groupsAsOf },
      was: user.generation,
      removing: [],
      due: [due],
      audit: {
        auditId: newId(),
        at: now,
        actor,
        subjects: [`user/${userId}`],
        action: 'groups-changed',
        requestId,
        before: { groups: user.groups },
        after: { groups },
      },
    });
    if (stored === 'conflict') return stored;
    if ((await applyUser(userId)) === 'held') return 'held';
    // A membership that outlives its attachments does no harm; the other way round it would.
    const gone = user.groups.filter((group) => !groups.includes(group));
    await forgetMemberships(store, userId, gone);
    await store.finishDue(due);
    return 'applied';
  };
