// PUT /groups/{group}: a group begins to be managed, or changes its description or the number of its documents.
import { changeScope, type ScopeChangeFault } from '../domain/change-scope.ts';
import type { Fault } from '../domain/fault.ts';
import type { GroupName, UserId } from '../domain/identifiers.ts';
import type { PolicySpace } from '../domain/policy-space.ts';
import { ok, type Result, refuse } from '../domain/result.ts';
import type { Scope } from '../domain/scope.ts';
import { formatSubject, type Subject } from '../domain/subject.ts';
import type { GrantStore, MemberStore } from './ports.ts';
import type { ManagedGroup, ReadGroup } from './read-groups.ts';
import { type ScopeWork, workOf } from './scope-work.ts';
import type { SettleChange } from './settle-change.ts';

/** What is absent stays as it is; an empty description is none. */
export type PutGroup = (request: {
  readonly group: GroupName;
  readonly description?: string | undefined;
  readonly documents?: number | undefined;
  readonly actor: UserId;
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly now: number;
}) => Promise<Result<GroupPut, Fault>>;

type GroupPut = {
  readonly outcome: 'created' | 'changed' | 'unchanged';
  readonly group: ManagedGroup;
};

type Dependencies = {
  readonly store: Pick<GrantStore, 'readScopes' | 'changeScopes'> & Pick<MemberStore, 'countMembers'>;
  readonly readGroup: ReadGroup;
  readonly settleChange: SettleChange;
  readonly space: PolicySpace;
  readonly newId: () => string;
  /** Waits before another attempt. */
  readonly pause: (attempt: number) => Promise<void>;
};

type Request = Parameters<PutGroup>[0];

const maxAttempts = 8;

export const putGroup =
  (deps: Dependencies): PutGroup =>
  async (request) => {
    for (let attempt = 1; attempt <= maxAttempts; attempt++) {
      const progress = await advance(deps, request);
      if (progress !== 'again') return progress;
      await deps.pause(attempt);
    }
    return refuse({ kind: 'temporarily-unavailable', retryAfterSeconds: 1 });
  };

/** `again`: the group has changed meanwhile. */
const advance = async (deps: Dependencies, request: Request): Promise<Result<GroupPut, Fault> | 'again'> => {
  const subject: Subject = { kind: 'group', group: request.group };
  const [scope] = await deps.store.readScopes([subject]);
  const outcome = outcomeOf(request, scope);
  if (outcome !== 'unchanged') {
    const work = await store(deps, request, subject, scope);
    if (work === 'conflict') return 'again';
    if (!work.ok) return work;
    await deps.settleChange([work.value]);
  }
  const group = await deps.readGroup(request.group);
  return group.ok ? ok({ outcome, group: group.value }) : group;
};

/** A group that is being deleted is made anew. */
const outcomeOf = ({ description, documents }: Request, scope: Scope | undefined): GroupPut['outcome'] => {
  if (scope?.state !== 'active') return 'created';
  const isSame =
    (documents ?? scope.documents) === scope.documents &&
    (description ?? scope.description ?? '') === (scope.description ?? '');
  return isSame ? 'unchanged' : 'changed';
};

const store = async (
  deps: Dependencies,
  { documents, description, actor, requestId, now }: Request,
  subject: Subject,
  was: Scope | undefined,
): Promise<Result<ScopeWork, Fault> | 'conflict'> => {
  const { space, newId } = deps;
  const change = changeScope({
    space,
    subject,
    scope: was,
    puts: [],
    removals: [],
    documents,
    description,
    now,
  });
  if (!change.ok) return refuse(faultOf(change.fault));
  const { scope } = change.value;
  const context = { users: new Map(), sessions: 'keep' as const, now, newId };
  const work = await workOf(deps.store, { ...change.value, was }, context);
  const previous = was?.state === 'active' ? was : undefined;
  const stored = await deps.store.changeScopes({
    scopes: [{ scope, was: was?.generation }],
    puts: [],
    removals: [],
    users: [],
    due: work.due,
    audit: {
      auditId: newId(),
      at: now,
      actor,
      subjects: [formatSubject(subject)],
      action: previous ? 'group-changed' : 'group-managed',
      requestId,
      ...(previous && { before: auditedGroup(previous) }),
      after: auditedGroup(scope),
    },
  });
  return stored === 'conflict' ? stored : ok(work);
};

const auditedGroup = ({ description, documents }: Pick<Scope, 'description' | 'documents'>) => ({
  ...(description !== undefined && { description }),
  documents,
});

/** No grant is put: what does not fit is too few documents. */
const faultOf = (fault: ScopeChangeFault): Fault => {
  if (fault.code === 'policy-budget-exceeded') {
    return { kind: fault.code, exceeded: fault, pointer: '/documents' };
  }
  throw new Error(`A change without grants was refused: ${fault.code}.`);
};
