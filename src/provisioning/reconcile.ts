// Makes what AWS has what is wanted, whatever is recorded of it: after somebody else has changed it by hand.
import type { Task } from '../domain/due.ts';
import type { GroupName, UserId } from '../domain/identifiers.ts';
import { everyone, type Subject } from '../domain/subject.ts';
import { continued, done, type Outcome, waiting } from './outcome.ts';
import type { GrantStore, MemberStore, Page, PageRequest } from './ports.ts';
import { compareScope, compareUser, type ReconcileSubject, reconcileSubject } from './reconcile-subject.ts';
import { type Walked, walk } from './walk.ts';

export type Reconcile = (work: Work, time: { readonly until: number }) => Promise<Outcome>;

type Work = Extract<Task, { readonly task: 'reconcile' }>;

type Dependencies = ReconcileSubject & {
  readonly store: Pick<MemberStore, 'listMembers' | 'listUsers'> & Pick<GrantStore, 'listGroups'>;
};

/** How long somebody else is left to apply one of them. */
const heldMs = 5_000;

/** Policies before the attachments that need them. */
export const reconcile =
  (deps: Dependencies): Reconcile =>
  async (work, time) => {
    const { subject, stage, after } = work;
    const isBegun = stage !== undefined || after !== undefined;
    if (!isBegun && (await compareScope(deps, subject ?? everyone)) === 'held') return later(deps, work);
    switch (subject?.kind) {
      case 'user':
        return (await compareUser(deps, subject.userId)) === 'held' ? later(deps, work) : done;
      case 'group':
        return reconcileMembers(deps, work, subject.group, time);
      case 'everyone':
        return reconcileUsers(deps, work, time);
      case undefined:
        return stage === 'users' ? reconcileUsers(deps, work, time) : reconcileGroups(deps, work, time);
    }
  };

const later = ({ clock }: Dependencies, work: Work): Outcome => waiting(work, clock() + heldMs);

type Time = { readonly until: number };

const reconcileGroups = async (deps: Dependencies, work: Work, time: Time): Promise<Outcome> => {
  const walked = await walkAll(deps, work, time, async (page) => {
    const { items, ...rest } = await deps.store.listGroups(page);
    return { ...rest, items: items.map(({ subject }) => subject) };
  });
  return walked.outcome === 'stopped'
    ? continued({ ...work, after: walked.after })
    : continued({ ...work, stage: 'users', after: undefined });
};

const reconcileMembers = async (
  deps: Dependencies,
  work: Work,
  group: GroupName,
  time: Time,
): Promise<Outcome> => {
  const walked = await walkAll(deps, work, time, async (page) => {
    const { items, ...rest } = await deps.store.listMembers(group, page);
    return { ...rest, items: items.map(asSubject) };
  });
  return walked.outcome === 'stopped' ? continued({ ...work, after: walked.after }) : done;
};

const reconcileUsers = async (deps: Dependencies, work: Work, time: Time): Promise<Outcome> => {
  const walked = await walkAll(deps, work, time, async (page) => {
    const { items, ...rest } = await deps.store.listUsers(page);
    return { ...rest, items: items.map(({ userId }) => asSubject(userId)) };
  });
  return walked.outcome === 'stopped' ? continued({ ...work, after: walked.after }) : done;
};

const asSubject = (userId: UserId): Subject => ({ kind: 'user', userId });

const walkAll = (
  deps: Dependencies,
  { after }: Work,
  { until }: Time,
  list: (page: PageRequest) => Promise<Page<Subject>>,
): Promise<Walked> =>
  walk({
    list,
    visit: async (subjects) => {
      await Promise.all(subjects.map((subject) => reconcileSubject(deps, subject)));
    },
    after,
    until,
    clock: deps.clock,
  });
