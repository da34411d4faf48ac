// What a change of a registered user makes necessary: stored as due in the change's own transaction, whoever does it then.
import type { Due, Task } from '../domain/due.ts';
import type { GroupName } from '../domain/identifiers.ts';
import { removedSubscriptions } from '../domain/old-subscriptions.ts';
import { isStanding, type ScopeSummary } from '../domain/scope.ts';
import type { RegisteredUser, User } from '../domain/user.ts';
import { effectiveScopes } from '../domain/wanted-policies.ts';

export type UserWork = { readonly apply: Due; readonly sessions: Due | undefined };

/** When work that was cut off is due: after the function that it ran in is gone. */
const dueAfterMs = 60_000;

export const workOfUser = (
  user: RegisteredUser,
  next: Pick<User, 'groups' | 'disabled'>,
  context: {
    /** Of the groups before and after, of everyone and of the user. */
    readonly scopes: readonly ScopeSummary[];
    /** Who is to end sessions: the function that makes the change, or the sweeper, whose work is due at once. */
    readonly sessionsBy: 'function' | 'sweeper';
    readonly now: number;
    readonly newId: () => string;
  },
): UserWork => {
  const { now, newId } = context;
  const dueAt = now + dueAfterMs;
  const due = (work: Task, at: number): Due => ({ work, dueAt: at, failures: 0, stamp: newId() });
  const drop = droppedBy(user, next, context);
  return {
    apply: {
      ...due({ task: 'apply-user', userId: user.userId }, dueAt),
      ...(takesAway(user, next) && { revokedAt: now }),
    },
    sessions:
      drop &&
      due(
        {
          task: 'drop-sessions',
          subject: { kind: 'user', userId: user.userId },
          changeId: newId(),
          ...drop,
        },
        context.sessionsBy === 'function' ? dueAt : now,
      ),
  };
};

const takesAway = (user: User, next: Pick<User, 'groups' | 'disabled'>): boolean =>
  (next.disabled && !user.disabled) || user.groups.some((group) => !next.groups.includes(group));

/** All sessions of whoever may not have any; otherwise those whose old subscriptions the change may have taken away. */
const droppedBy = (
  user: RegisteredUser,
  next: Pick<User, 'groups' | 'disabled'>,
  { scopes, now }: { readonly scopes: readonly ScopeSummary[]; readonly now: number },
): { readonly filters?: readonly string[] } | undefined => {
  if (next.disabled && !user.disabled) return {};
  const filters = removedSubscriptions(rulesOf(user.groups, scopes, now), rulesOf(next.groups, scopes, now));
  return filters.length > 0 ? { filters } : undefined;
};

const rulesOf = (groups: readonly GroupName[], scopes: readonly ScopeSummary[], now: number) =>
  effectiveScopes(scopes.filter(({ subject }) => subject.kind !== 'group' || groups.includes(subject.group)))
    .flatMap(({ grants }) => grants)
    .filter((grant) => isStanding(grant, now))
    .map(({ rule }) => rule);
