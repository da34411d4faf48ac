// What a changed scope makes necessary: stored as due in the change's own transaction, whoever does it then.
import type { ChangedScope } from '../domain/change-scope.ts';
import type { Due, Task } from '../domain/due.ts';
import { nextInstant } from '../domain/expire-scope.ts';
import type { UserId } from '../domain/identifiers.ts';
import type { Scope, ScopeContent, StandingGrant } from '../domain/scope.ts';
import type { User } from '../domain/user.ts';
import type { MemberStore, ScopeChange } from './ports.ts';

export type ScopeWork = {
  readonly was: Scope | undefined;
  readonly scope: ScopeContent;
  /** Of a user's scope: whether the user is known, and its attachments change, or are still to be made. */
  readonly user?: {
    readonly userId: UserId;
    readonly known: boolean;
    readonly reattach: boolean;
    readonly isBehind: boolean;
  };
  readonly due: readonly Due[];
};

type Change = Omit<ChangedScope, 'ended'> & { readonly was: Scope | undefined };

type Context = {
  /** Those of the changed scopes who have registered. */
  readonly users: ReadonlyMap<string, Pick<User, 'generation' | 'appliedGeneration'>>;
  /** `drop`: of all whom the scope is for, not only where old subscriptions bring more than is granted now. */
  readonly sessions: 'keep' | 'drop';
  readonly now: number;
  /** Tells work that is due from the same work made due anew. */
  readonly newId: () => string;
};

export const workOf = async (
  store: Pick<MemberStore, 'countMembers'>,
  change: Change,
  context: Context,
): Promise<ScopeWork> => {
  const { scope, was } = change;
  const { subject } = scope;
  const user = subject.kind === 'user' ? userOf(change, subject.userId, context) : undefined;
  const tasks = [
    ...applying(change, user, context.now),
    ...expiring(change),
    ...(await applyingMembers(store, change, context.now)),
    ...dropping(change, user, context),
  ];
  const due = tasks.map(([work, dueAt]) => ({
    work,
    dueAt,
    failures: 0,
    ...(work.task.startsWith('apply-') && revokes(change) && { revokedAt: context.now }),
    stamp: context.newId(),
  }));
  return { was, scope, ...(user && { user }), due };
};

/** Whether an Allow goes or a Deny comes: an edited grant is both. */
const revokes = ({ scope, was }: Change): boolean => {
  const ids = (grants: readonly StandingGrant[] = [], effect: 'allow' | 'deny') =>
    grants
      .filter(({ rule }) => rule.effect === effect)
      .map(({ grantId, rule }) => grantId + JSON.stringify(rule));
  const [stays, denied] = [new Set(ids(scope.grants, 'allow')), new Set(ids(was?.grants, 'deny'))];
  return (
    ids(was?.grants, 'allow').some((grant) => !stays.has(grant)) ||
    ids(scope.grants, 'deny').some((grant) => !denied.has(grant))
  );
};

const userOf = (change: Change, userId: UserId, { users }: Context): NonNullable<ScopeWork['user']> => {
  const found = users.get(userId);
  const isBehind = found !== undefined && found.generation !== found.appliedGeneration;
  return { userId, known: found !== undefined, reattach: reattaches(change), isBehind };
};

export const usersOf = ({ user }: ScopeWork): ScopeChange['users'] =>
  user?.reattach ? [{ userId: user.userId, known: user.known }] : [];

type Tasks = readonly (readonly [work: Task, dueAt: number])[];

/** When what a request was to do is due, should it not have done it: after the function that it ran in is gone. */
const dueAfterMs = 60_000;

/** When every registration is over that may have read a scope before it changed. */
const registeredWithinMs = 90_000;

const applying = ({ scope: { subject } }: Change, user: ScopeWork['user'], now: number): Tasks => {
  const later = now + dueAfterMs;
  const own: Tasks = [[{ task: 'apply-scope', subject }, later]];
  if (!user?.reattach) return own;
  // Who is not known may be registering now, having read the scope as it was.
  const dueAt = user.known ? later : now + registeredWithinMs;
  return [...own, [{ task: 'apply-user', userId: user.userId }, dueAt]];
};

const expiring = ({ scope }: Change): Tasks => {
  const instant = nextInstant(scope);
  return instant === undefined ? [] : [[{ task: 'expire-grants', subject: scope.subject }, instant]];
};

const applyingMembers = async (
  store: Pick<MemberStore, 'countMembers'>,
  change: Change,
  now: number,
): Promise<Tasks> => {
  const { subject } = change.scope;
  if (subject.kind !== 'group' || !reattaches(change)) return [];
  const { group } = subject;
  const isEmpty = (await store.countMembers(group, 1)) === 0;
  // Who is registering now, and has not been counted, is met by the second round.
  return isEmpty
    ? [[{ task: 'apply-members', group, round: 2 }, now + registeredWithinMs]]
    : [[{ task: 'apply-members', group, round: 1 }, now]];
};

/** The sessions of one user are the request's own to drop; those of many are the sweeper's. */
const dropping = (
  { scope: { subject }, removedSubscriptions: filters }: Change,
  user: ScopeWork['user'],
  { sessions, now, newId }: Context,
): Tasks => {
  if ((sessions === 'keep' && filters.length === 0) || user?.known === false) return [];
  const of = sessions === 'drop' ? {} : { filters };
  return [[{ task: 'drop-sessions', subject, changeId: newId(), ...of }, user ? now + dueAfterMs : now]];
};

/** A scope that begins or ceases to deny is another one for whoever cannot carry all of its scopes. */
const reattaches = ({ documentsChanged, scope, was }: Change): boolean =>
  documentsChanged || deniesAny(scope) !== deniesAny(was);

const deniesAny = (scope: ScopeContent | undefined): boolean =>
  scope?.state === 'active' && scope.grants.some(({ rule }) => rule.effect === 'deny');
