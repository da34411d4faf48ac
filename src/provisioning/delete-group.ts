// DELETE /groups/{group}: its grants end at once; its policies are emptied, detached and deleted in the background.
import type { Due } from '../domain/due.ts';
import type { Fault } from '../domain/fault.ts';
import type { GroupName, UserId } from '../domain/identifiers.ts';
import { removedSubscriptions } from '../domain/old-subscriptions.ts';
import { type Result, refuse } from '../domain/result.ts';
import type { Scope } from '../domain/scope.ts';
import { formatSubject, type Subject } from '../domain/subject.ts';
import { auditedGrant } from './audited-grant.ts';
import type { GrantStore } from './ports.ts';
import type { ManagedGroup, ReadGroup } from './read-groups.ts';
import type { ScopeWork } from './scope-work.ts';
import type { SettleChange } from './settle-change.ts';

/** Answers with the group as it is then: `deleting`. */
export type DeleteGroup = (request: {
  readonly group: GroupName;
  readonly actor: UserId;
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly now: number;
}) => Promise<Result<ManagedGroup, Fault>>;

type Dependencies = {
  readonly store: Pick<GrantStore, 'readScopes' | 'readGrants' | 'changeScopes'>;
  readonly readGroup: ReadGroup;
  readonly settleChange: SettleChange;
  readonly newId: () => string;
  /** Waits before another attempt. */
  readonly pause: (attempt: number) => Promise<void>;
};

type Request = Parameters<DeleteGroup>[0];

/** One transaction removes them all (100 items), with the scope, what is due and the audit event. */
export const maximumGrantsDeleted = 80;

const maxAttempts = 8;

export const deleteGroup =
  (deps: Dependencies): DeleteGroup =>
  async (request) => {
    for (let attempt = 1; attempt <= maxAttempts; attempt++) {
      const progress = await advance(deps, request);
      if (progress !== 'again') return progress;
      await deps.pause(attempt);
    }
    return refuse({ kind: 'temporarily-unavailable', retryAfterSeconds: 1 });
  };

/** `again`: the group has changed meanwhile. */
const advance = async (
  deps: Dependencies,
  request: Request,
): Promise<Result<ManagedGroup, Fault> | 'again'> => {
  const { group } = request;
  const [scope] = await deps.store.readScopes([{ kind: 'group', group }]);
  if (scope === undefined) return refuse({ kind: 'group-not-found', group });
  const grants = scope.grants.length + scope.expired.length;
  if (grants > maximumGrantsDeleted) {
    return refuse({ kind: 'group-grants-exceeded', group, grants, limit: maximumGrantsDeleted });
  }
  // One that is being deleted already goes on as it is.
  if (scope.state === 'active') {
    const work = await store(deps, request, scope);
    if (work === 'conflict') return 'again';
    await deps.settleChange([work]);
  }
  return deps.readGroup(group);
};

const store = async (
  deps: Dependencies,
  { actor, requestId, now }: Request,
  was: Scope,
): Promise<ScopeWork | 'conflict'> => {
  const { newId } = deps;
  const { subject, description, documents } = was;
  const ids = [...was.grants, ...was.expired].map(({ grantId }) => grantId);
  const grants = ids.length > 0 ? await deps.store.readGrants(ids) : [];
  const generation = was.generation + 1;
  const scope = {
    subject,
    state: 'deleting' as const,
    description,
    documents,
    grants: [],
    expired: [],
    generation,
  };
  const filters = removedSubscriptions(
    was.grants.map(({ rule }) => rule),
    [],
  );
  const due = deletionOf(subject, filters, now, newId);
  const stored = await deps.store.changeScopes({
    scopes: [{ scope, was: was.generation }],
    puts: [],
    removals: grants.map(({ grantId, version }) => ({ grantId, was: version })),
    users: [],
    due,
    audit: {
      auditId: newId(),
      at: now,
      actor,
      subjects: [formatSubject(subject)],
      action: 'group-deleted',
      requestId,
      before: {
        ...(description !== undefined && { description }),
        documents,
        grants: grants.map(auditedGrant),
      },
    },
  });
  return stored === 'conflict' ? stored : { was, scope, due };
};

/** The sweeper's from the beginning, but for emptying the documents, which the request does as well. */
const deletionOf = (
  subject: Subject,
  filters: readonly string[],
  now: number,
  newId: () => string,
): readonly Due[] => {
  const due = { dueAt: now, failures: 0 };
  const deletion: Due = { ...due, work: { task: 'delete-scope', subject }, stamp: newId() };
  if (filters.length === 0) return [deletion];
  return [
    deletion,
    { ...due, work: { task: 'drop-sessions', subject, changeId: newId(), filters }, stamp: newId() },
  ];
};
