// One scope or one user, made what is wanted of it whatever is recorded.
import type { UserId } from '../domain/identifiers.ts';
import type { Subject } from '../domain/subject.ts';
import { isRegistered } from '../domain/user.ts';
import type { ApplyScope } from './apply-scope.ts';
import type { ApplyUser } from './apply-user.ts';
import { type CompareThings, compareThings } from './compare-things.ts';
import type { Applied } from './lease.ts';
import type { DueStore } from './ports.ts';

export type ReconcileSubject = CompareThings & {
  readonly store: Pick<DueStore, 'saveDue'>;
  readonly applyScope: ApplyScope;
  readonly applyUser: ApplyUser;
  /** Told of what could not be compared: it is due by itself. */
  readonly report: (error: unknown) => void;
  readonly clock: () => number;
  readonly newId: () => string;
};

/** When a scope or a user that could not be compared is tried by itself. */
const againMs = 30_000;

/** One that somebody else is applying, or that fails, is due by itself. */
export const reconcileSubject = async (deps: ReconcileSubject, subject: Subject): Promise<void> => {
  try {
    const scope = await compareScope(deps, subject);
    const user = subject.kind === 'user' ? await compareUser(deps, subject.userId) : 'applied';
    if (scope !== 'held' && user !== 'held') return;
  } catch (error) {
    deps.report(error);
  }
  await deps.store.saveDue({
    work: { task: 'reconcile', subject },
    dueAt: deps.clock() + againMs,
    failures: 0,
    stamp: deps.newId(),
  });
};

export const compareScope = (
  { applyScope }: Pick<ReconcileSubject, 'applyScope'>,
  subject: Subject,
): Promise<Applied> => applyScope(subject, 'reading-policies');

/** The things as well, for which no lease is needed. */
export const compareUser = async (
  deps: CompareThings & Pick<ReconcileSubject, 'applyUser'>,
  userId: UserId,
): Promise<Applied> => {
  const applied = await deps.applyUser(userId, 'reading-attachments');
  const [user] = await deps.store.readUsers([userId]);
  if (user && isRegistered(user)) await compareThings(deps, user);
  return applied;
};
