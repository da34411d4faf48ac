// Ends the sessions of all whom a subject stands for, page by page.
import type { Task } from '../domain/due.ts';
import type { UserId } from '../domain/identifiers.ts';
import type { User } from '../domain/user.ts';
import type { DropSessions } from './drop-sessions.ts';
import { continued, done, type Outcome, waiting } from './outcome.ts';
import type { DueStore, GrantStore, MemberStore, Page, PageRequest } from './ports.ts';
import { walk } from './walk.ts';

export type WalkSessions = (work: Work, time: { readonly until: number }) => Promise<Outcome>;

type Work = Extract<Task, { readonly task: 'drop-sessions' }>;

type Dependencies = {
  readonly store: Pick<MemberStore, 'listMembers' | 'listUsers'> &
    Pick<GrantStore, 'readUsers'> &
    Pick<DueStore, 'saveDue'>;
  readonly dropSessions: DropSessions;
  /** Told of a user whose sessions could not be ended: they are due by themselves. */
  readonly report: (error: unknown, userId: UserId) => void;
  readonly clock: () => number;
  readonly newId: () => string;
};

/** When a user whose sessions could not be ended is tried by itself. */
const againMs = 30_000;
/** When the sessions of a user are dropped once more who has not been applied yet. */
const unappliedMs = 30_000;

export const walkSessions =
  (deps: Dependencies): WalkSessions =>
  async (work, { until }) => {
    const { changeId, filters, subject } = work;
    if (subject.kind === 'user') {
      // Whoever comes back before it is applied what ended the session has its old rights still.
      const [user] = await deps.store.readUsers([subject.userId]);
      await deps.dropSessions({ user: subject, changeId, filters });
      return user && user.appliedGeneration !== user.generation
        ? waiting(work, deps.clock() + unappliedMs)
        : done;
    }
    const walked = await walk({
      list: (page) =>
        subject.kind === 'group' ? listGroup(deps, work, subject.group, page) : deps.store.listUsers(page),
      visit: async (users) => {
        await Promise.all(users.map((user) => dropOf(deps, work, user)));
      },
      after: work.after,
      until,
      clock: deps.clock,
    });
    return walked.outcome === 'over' ? done : continued({ ...work, after: walked.after });
  };

/** Some who are listed have left the group: only their old subscriptions have to do with it still. */
const listGroup = async (
  { store }: Dependencies,
  { filters }: Work,
  group: User['groups'][number],
  page: PageRequest,
): Promise<Page<User>> => {
  const { items, after } = await store.listMembers(group, page);
  const users = await store.readUsers(items);
  return { items: filters ? users : users.filter(({ groups }) => groups.includes(group)), after };
};

const dropOf = async (deps: Dependencies, { changeId, filters }: Work, user: User): Promise<void> => {
  try {
    await deps.dropSessions({ user, changeId, filters });
  } catch (error) {
    deps.report(error, user.userId);
    const subject = { kind: 'user' as const, userId: user.userId };
    await deps.store.saveDue({
      work: { task: 'drop-sessions', subject, changeId, filters },
      dueAt: deps.clock() + againMs,
      failures: 0,
      stamp: deps.newId(),
    });
  }
};
