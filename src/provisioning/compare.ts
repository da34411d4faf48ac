// The rolling comparison of what AWS has with what is recorded: reads, unless somebody else has changed something.
import type { Task } from '../domain/due.ts';
import type { UserId } from '../domain/identifiers.ts';
import { everyone, type Subject } from '../domain/subject.ts';
import { isRegistered, type User } from '../domain/user.ts';
import { type AbandonRegistrations, abandonRegistrations } from './abandon-registrations.ts';
import { type CompareScope, scopeDiffers } from './compare-scope.ts';
import { type CompareUser, userDiffers } from './compare-user.ts';
import { type Outcome, waiting } from './outcome.ts';
import type { GrantStore, MemberStore } from './ports.ts';
import { type ReconcileSubject, reconcileSubject } from './reconcile-subject.ts';
import { type Walked, walk } from './walk.ts';

export type Compare = (work: Work, time: { readonly until: number }) => Promise<Outcome>;

type Work = Extract<Task, { readonly task: 'compare' }>;

type Dependencies = ReconcileSubject &
  AbandonRegistrations &
  CompareScope &
  CompareUser & {
    readonly store: Pick<MemberStore, 'listUsers'> & Pick<GrantStore, 'listGroups' | 'readScopes'>;
  };

/** Half of what a sweep has. */
const longestMs = 25_000;
/** From the beginning of a round to that of the next, unless it takes longer. */
const roundMs = 60 * 60_000;

/**
 * One slice for each sweep: everyone's and the groups' policies first, then the users with what is attached to them and
 * the policies of their own. What differs is made right by the flows that hold leases, or is due by itself.
 */
export const compare =
  (deps: Dependencies): Compare =>
  async (work, time) => {
    const now = deps.clock();
    const { since = now } = work;
    const until = Math.min(time.until, now + longestMs);
    const isBegun = work.stage !== undefined || work.after !== undefined;
    if (!isBegun) await compareScopes(deps, [everyone]);
    if (work.stage === undefined) {
      const walked = await walkGroups(deps, work.after, until);
      if (walked.outcome === 'stopped')
        return waiting({ task: 'compare', since, after: walked.after }, deps.clock());
    }
    const walked = await walkUsers(deps, work.stage && work.after, until);
    return walked.outcome === 'stopped'
      ? waiting({ task: 'compare', since, stage: 'users', after: walked.after }, deps.clock())
      : waiting({ task: 'compare' }, Math.max(since + roundMs, deps.clock()));
  };

const walkGroups = (deps: Dependencies, after: string | undefined, until: number): Promise<Walked> =>
  walk({
    list: (page) => deps.store.listGroups(page),
    visit: (scopes) =>
      compareScopes(
        deps,
        scopes.map(({ subject }) => subject),
      ),
    after,
    until,
    clock: deps.clock,
  });

const walkUsers = (deps: Dependencies, after: string | undefined, until: number): Promise<Walked> =>
  walk({
    list: (page) => deps.store.listUsers(page),
    visit: (users) => compareUsers(deps, users),
    after,
    until,
    clock: deps.clock,
  });

const compareScopes = async (deps: Dependencies, subjects: readonly Subject[]): Promise<void> => {
  const scopes = await deps.store.readScopes(subjects);
  await Promise.all(scopes.map((scope) => repairIf(deps, scope.subject, () => scopeDiffers(deps, scope))));
};

const compareUsers = async (deps: Dependencies, users: readonly User[]): Promise<void> => {
  const scopes = await deps.store.readScopes(users.map(({ userId }) => subjectOf(userId)));
  const compareOne = async (user: User): Promise<void> => {
    const own = scopes.find(({ subject }) => subject.kind === 'user' && subject.userId === user.userId);
    await repairIf(deps, subjectOf(user.userId), async () => {
      if (isRegistered(user)) await abandonRegistrations(deps, user);
      const [ofScope, ofUser] = await Promise.all([own && scopeDiffers(deps, own), userDiffers(deps, user)]);
      return ofScope || ofUser;
    });
  };
  await Promise.all(users.map(compareOne));
};

const subjectOf = (userId: UserId): Subject => ({ kind: 'user', userId });

/** What cannot be compared now is due by itself: it holds nobody else up. */
const repairIf = async (
  deps: Dependencies,
  subject: Subject,
  differs: () => Promise<boolean>,
): Promise<void> => {
  const isToRepair = await differs().catch((error: unknown) => {
    deps.report(error);
    return true;
  });
  if (isToRepair) await reconcileSubject(deps, subject);
};
