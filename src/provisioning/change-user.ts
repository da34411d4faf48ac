// A decision about a user: read, judged, and stored in one transaction with the work that it makes due.
import type { AuditEvent } from '../domain/audit-event.ts';
import type { Due, Task } from '../domain/due.ts';
import type { Fault } from '../domain/fault.ts';
import type { DeviceId, UserId } from '../domain/identifiers.ts';
import { ok, type Result, refuse } from '../domain/result.ts';
import { isSuspended, type User, type UserContent } from '../domain/user.ts';
import type { GrantStore, UserStore } from './ports.ts';
import type { PoolUsers } from './user-pool-port.ts';

export type UserRequest = {
  readonly userId: UserId;
  /** Who asks: an administrator, or `system` for what the user pool says. */
  readonly actor: UserId | 'system';
  readonly reason?: string | undefined;
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly now: number;
};

export type Decision = {
  /** Work that is to be done, after the user was applied: due with the change, or at once when nothing changes. */
  readonly tasks: readonly Task[];
  /** Absent when everything is as it is to be. */
  readonly change?: {
    readonly content: UserContent;
    readonly removing: readonly DeviceId[];
    readonly audit: Pick<AuditEvent, 'action' | 'before' | 'after'>;
  };
};

export type DecidedUser = {
  /** As it was stored then. */
  readonly user: User;
  /** Applying the user first. */
  readonly due: readonly Due[];
};

export type ChangeUser = (
  request: UserRequest,
  judge: (user: User) => Promise<Result<Decision, Fault>> | Result<Decision, Fault>,
  /** `recorded`: even somebody whom neither the table nor the user pool knows. */
  unknown?: 'refused' | 'recorded',
) => Promise<Result<DecidedUser, Fault>>;

type Dependencies = {
  readonly store: Pick<GrantStore, 'readUsers'> & Pick<UserStore, 'changeUser'>;
  readonly poolUsers: Pick<PoolUsers, 'findByUserId'>;
  readonly newId: () => string;
  /** Waits before another attempt. */
  readonly pause: (attempt: number) => Promise<void>;
};

const maxAttempts = 8;

/** When work that a request was to do is due: after the function that it ran in is gone. */
const dueAfterMs = 60_000;

export const changeUser =
  (deps: Dependencies): ChangeUser =>
  async (request, judge, unknown = 'refused') => {
    const { userId } = request;
    for (let attempt = 1; attempt <= maxAttempts; attempt++) {
      const [stored] = await deps.store.readUsers([userId]);
      const user = stored ?? (await findNewcomer(deps, userId, unknown));
      if (user === undefined) return refuse({ kind: 'user-not-found', userId });
      const judged = await judge(user);
      if (!judged.ok) return judged;
      const decided = await store(deps, request, user, judged.value);
      if (decided !== 'conflict') return ok(decided);
      await deps.pause(attempt);
    }
    return refuse({ kind: 'temporarily-unavailable', retryAfterSeconds: 1 });
  };

/** Somebody who has never registered here, as the user pool has it. Its groups are its next token's to say. */
const findNewcomer = async (
  { poolUsers }: Dependencies,
  userId: UserId,
  unknown: 'refused' | 'recorded',
): Promise<User | undefined> => {
  const found = await poolUsers.findByUserId(userId);
  if (found === undefined && unknown === 'refused') return undefined;
  return {
    userId,
    status: 'active',
    disabled: found?.enabled === false,
    groups: [],
    groupsAsOf: 0,
    devices: [],
    blocked: [],
    generation: 0,
    appliedGeneration: 0,
    attached: [],
    effectiveBy: 0,
  };
};

const store = async (
  { store: { changeUser: change }, newId }: Dependencies,
  { userId, actor, reason, requestId, now }: UserRequest,
  user: User,
  decision: Decision,
): Promise<DecidedUser | 'conflict'> => {
  const tasks: readonly Task[] = [{ task: 'apply-user', userId }, ...decision.tasks];
  const due = tasks.map((work) => ({
    work,
    dueAt: now + dueAfterMs,
    failures: 0,
    ...(work.task === 'apply-user' && takesAway(decision, user) && { revokedAt: now }),
    stamp: newId(),
  }));
  if (decision.change === undefined) return { user, due };
  const { content, removing, audit } = decision.change;
  const stored = await change({
    user: content,
    was: user.generation === 0 ? undefined : user.generation,
    removing,
    due,
    audit: {
      auditId: newId(),
      at: now,
      actor,
      subjects: [`user/${userId}`],
      requestId,
      ...(reason !== undefined && { reason }),
      ...audit,
    },
  });
  if (stored === 'conflict') return stored;
  const devices = user.devices.map((device) =>
    removing.includes(device.deviceId) ? { ...device, state: 'removing' as const } : device,
  );
  return { user: { ...user, ...content, devices, generation: user.generation + 1 }, due };
};

const takesAway = ({ change }: Decision, was: User): boolean =>
  change !== undefined &&
  isSuspended(change.content) &&
  (!isSuspended(was) || change.content.status !== was.status);
