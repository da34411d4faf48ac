// Applies whoever is in a group, page by page: its policies are attached to members, and detached from those who were.
import type { Task } from '../domain/due.ts';
import type { GroupName, UserId } from '../domain/identifiers.ts';
import { maximumDocuments } from '../domain/policy-budget.ts';
import { scopePolicyNames } from '../domain/policy-name.ts';
import type { PolicySpace } from '../domain/policy-space.ts';
import type { ApplyUser } from './apply-user.ts';
import { forgetMemberships } from './forget-memberships.ts';
import { continued, done, type Outcome, waiting } from './outcome.ts';
import type { DueStore, GrantStore, MemberStore, ProvisioningStore } from './ports.ts';
import { walk } from './walk.ts';

export type ApplyMembers = (
  work: Extract<Task, { readonly task: 'apply-members' }>,
  time: { readonly until: number },
) => Promise<Outcome>;

type Dependencies = {
  readonly store: Pick<MemberStore, 'listMembers' | 'saveMemberships' | 'removeMemberships'> &
    Pick<ProvisioningStore, 'readProvisioning'> &
    Pick<GrantStore, 'readUsers'> &
    Pick<DueStore, 'saveDue'>;
  readonly applyUser: ApplyUser;
  readonly space: PolicySpace;
  /** Told of a member that could not be applied: it is due by itself. */
  readonly report: (error: unknown, userId: UserId) => void;
  readonly clock: () => number;
  readonly newId: () => string;
};

/** When every registration is over that had read the group's scope before it changed. */
const secondRoundMs = 90_000;
/** When a member that could not be applied is tried by itself. */
const againMs = 30_000;

export const applyMembers =
  (deps: Dependencies): ApplyMembers =>
  async (work, { until }) => {
    const { store, clock } = deps;
    const walked = await walk({
      list: (page) => store.listMembers(work.group, page),
      visit: async (members) => {
        const applied = await Promise.all(members.map((userId) => applyMember(deps, userId)));
        await removeStale(deps, work.group, applied.flat());
      },
      after: work.after,
      until,
      clock,
    });
    if (walked.outcome === 'stopped') return continued({ ...work, after: walked.after });
    return work.round === 2
      ? done
      : waiting({ ...work, round: 2, after: undefined }, clock() + secondRoundMs);
  };

/** The member, unless it is still to be applied. */
const applyMember = async (deps: Dependencies, userId: UserId): Promise<readonly UserId[]> => {
  try {
    if ((await deps.applyUser(userId)) !== 'held') return [userId];
  } catch (error) {
    deps.report(error, userId);
  }
  const dueAt = deps.clock() + againMs;
  await deps.store.saveDue({
    work: { task: 'apply-user', userId },
    dueAt,
    failures: 0,
    stamp: deps.newId(),
  });
  return [];
};

/**
 * Of somebody who has left the group, when nothing of it is attached any more. Of a user who is not known a
 * registration may be under way that stores user and membership at once: that membership stays.
 */
const removeStale = async (
  { store, space }: Dependencies,
  group: GroupName,
  applied: readonly UserId[],
): Promise<void> => {
  const subject = { kind: 'group' as const, group };
  const names: ReadonlySet<string> = new Set(scopePolicyNames(space, subject, maximumDocuments(subject)));
  const users = await store.readUsers(applied);
  const stale = users.filter(
    (user) => !user.groups.includes(group) && !user.attached.some((name) => names.has(name)),
  );
  await Promise.all(stale.map(({ userId }) => forgetMemberships(store, userId, [group])));
};
