// Something was done to a user in the user pool. What it was is a hint, late and in no order: the pool itself is read.
import type { Fault } from '../domain/fault.ts';
import type { UserId } from '../domain/identifiers.ts';
import type { Result } from '../domain/result.ts';
import type { User } from '../domain/user.ts';
import { hasOtherGroups } from '../domain/wanted-policies.ts';
import type { CreateUser } from './create-user.ts';
import type { DropSessions } from './drop-sessions.ts';
import type { FollowGroups } from './follow-groups.ts';
import type { DueStore, ProvisioningStore, UserStore } from './ports.ts';
import type { PoolUsers } from './user-pool-port.ts';

export type Hint = {
  readonly kind: 'deleted' | 'disabled' | 'enabled' | 'signed-out' | 'groups-changed';
  readonly userId: UserId;
  /** The same, however often it is delivered. */
  readonly hintId: string;
  readonly requestId: string;
};

/** Safe to repeat, in any order and at once. @throws what keeps it from being finished: it is to be tried again. */
export type FollowPool = (hint: Hint) => Promise<void>;

type Dependencies = {
  readonly store: Pick<ProvisioningStore, 'readProvisioning'> &
    Pick<UserStore, 'confirmUser'> &
    Pick<DueStore, 'saveDue' | 'finishDue'>;
  readonly pool: Pick<PoolUsers, 'findByUserId' | 'groupsOf'>;
  readonly followGroups: FollowGroups;
  readonly createUser: CreateUser;
  readonly dropSessions: DropSessions;
  readonly offboardUser: (departure: {
    readonly userId: UserId;
    readonly actor: 'system';
    readonly requestId: string;
    readonly now: number;
    readonly unknown: 'recorded';
  }) => Promise<Result<unknown, Fault>>;
  /** Milliseconds to wait before looking again, growing with the attempt. */
  readonly pause: (attempt: number) => Promise<void>;
  readonly clock: () => number;
  readonly newId: () => string;
};

const maxAttempts = 8;
/** When sessions that were not ended are due to be: after the function that it ran in is gone. */
const dueAfterMs = 60_000;

export const followPool =
  (deps: Dependencies): FollowPool =>
  async (hint) => {
    // The pool does not show that somebody was signed out.
    if (hint.kind === 'signed-out') await disconnect(deps, hint);
    for (let attempt = 1; attempt <= maxAttempts; attempt++) {
      if ((await follow(deps, hint)) === 'followed') return;
      await deps.pause(attempt);
    }
    throw new Error('The user keeps changing.');
  };

/** `again`: what was read has changed meanwhile, or somebody has read later. */
const follow = async (deps: Dependencies, hint: Hint): Promise<'followed' | 'again'> => {
  const { store, pool, clock } = deps;
  const { userId, requestId } = hint;
  const now = clock();
  const found = await pool.findByUserId(userId);
  const groups = found && (await pool.groupsOf(found.username));
  if (!found || !groups) return depart(deps, hint, now);
  const said = { groups, disabled: !found.enabled, groupsAsOf: now };
  if ((await store.confirmUser({ userId, ...said })) === 'stored') return 'followed';
  const { user } = await store.readProvisioning({ userId, groups: [] });
  if (user === undefined) {
    const created = await deps.createUser({ userId, ...said }, { requestId, now });
    return created === 'stored' ? 'followed' : 'again';
  }
  // What counts of it, the pool says when it is resumed.
  if (user.status === 'offboarded') return 'followed';
  if (isSame(user, said)) return user.groupsAsOf < now ? 'again' : 'followed';
  if (user.groupsAsOf >= now) return 'again';
  const followed = await deps.followGroups(user, { ...said, actor: 'system', requestId, now });
  return followed === 'conflict' ? 'again' : 'followed';
};

const isSame = (user: User, said: Pick<User, 'groups' | 'disabled'>): boolean =>
  user.disabled === said.disabled && !hasOtherGroups(user, said);

/**
 * Only whoever is said to be deleted and is not there is gone for good: the search that finds federated users may lag
 * behind, and offboarding takes grants away.
 */
const depart = async (
  { offboardUser }: Dependencies,
  { kind, userId, requestId }: Hint,
  now: number,
): Promise<'followed'> => {
  if (kind !== 'deleted') return 'followed';
  const gone = await offboardUser({ userId, actor: 'system', requestId, now, unknown: 'recorded' });
  if (!gone.ok) throw new Error(`The user could not be offboarded: ${gone.fault.kind}.`);
  return 'followed';
};

const disconnect = async (
  { store, dropSessions, clock, newId }: Dependencies,
  { userId, hintId }: Hint,
): Promise<void> => {
  const due = {
    work: { task: 'drop-sessions', subject: { kind: 'user', userId }, changeId: hintId },
    dueAt: clock() + dueAfterMs,
    failures: 0,
    stamp: newId(),
  } as const;
  await store.saveDue(due);
  await dropSessions({ user: { userId }, changeId: hintId });
  await store.finishDue(due);
};
