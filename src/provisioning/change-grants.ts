// Grants are made, changed and revoked: judged on what is stored, stored whole in one transaction, applied at once.
import type { AuditEvent } from '../domain/audit-event.ts';
import type { Fault } from '../domain/fault.ts';
import type { GrantRule } from '../domain/grant.ts';
import type { UserId } from '../domain/identifiers.ts';
import type { PolicySpace } from '../domain/policy-space.ts';
import type { RecordedGrant } from '../domain/recorded-grant.ts';
import { ok, type Result, refuse } from '../domain/result.ts';
import type { Scope } from '../domain/scope.ts';
import { formatSubject } from '../domain/subject.ts';
import { auditedGrant } from './audited-grant.ts';
import { type EveryoneStart, foundEveryone } from './found-everyone.ts';
import { type JudgedGrants, judgeGrants } from './judge-grants.ts';
import type { GrantStore, MemberStore } from './ports.ts';
import { type Operands, readOperands, withEveryone } from './read-operands.ts';
import { usersOf, workOf } from './scope-work.ts';
import type { SettleChange, Settled } from './settle-change.ts';

/** The versions that the change may be made of. */
export type IfMatch = 'any' | readonly number[];

export type GrantDraft = {
  readonly rule: GrantRule;
  /** Epoch milliseconds; absent for a grant without end. */
  readonly expiresAt?: number;
  readonly reason?: string;
};

/** `pointer` is where in the request the operation's grant stands, as a JSON pointer; '' is the request itself. */
export type GrantOperation =
  | { readonly op: 'create'; readonly pointer: string; readonly draft: GrantDraft }
  | {
      readonly op: 'replace';
      readonly pointer: string;
      readonly grantId: string;
      readonly ifMatch: IfMatch;
      readonly draft: GrantDraft;
    }
  | {
      readonly op: 'delete';
      readonly pointer: string;
      readonly grantId: string;
      readonly ifMatch: IfMatch;
    };

export type ChangeGrants = (request: {
  /** At most one for each grant. */
  readonly operations: readonly GrantOperation[];
  /** `drop` also ends the live sessions of all whose grants are changed. */
  readonly sessions: 'keep' | 'drop';
  readonly actor: UserId;
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Why, as the audit event says; without it, the reason of the grants. */
  readonly reason?: string;
}) => Promise<Result<GrantsChanged, Fault>>;

export type GrantOutcome = 'created' | 'replaced' | 'unchanged' | 'deleted';

export type GrantsChanged = {
  /** `pending`: stored, and the sweeper will apply it. */
  readonly state: 'applied' | 'pending';
  /** One for each operation, with the grant's scope as it is now. */
  readonly results: readonly {
    readonly outcome: GrantOutcome;
    readonly grant: RecordedGrant;
    readonly scope: Scope;
  }[];
};

type Dependencies = {
  readonly store: Pick<GrantStore, 'readGrants' | 'readScopes' | 'readUsers' | 'changeScopes'> &
    Pick<MemberStore, 'countMembers'>;
  readonly everyone: EveryoneStart;
  readonly settleChange: SettleChange;
  readonly space: PolicySpace;
  readonly newId: () => string;
  /** Waits before another attempt. */
  readonly pause: (attempt: number) => Promise<void>;
};

type Request = Parameters<ChangeGrants>[0];

const maxAttempts = 8;

export const changeGrants =
  (deps: Dependencies): ChangeGrants =>
  async (request) => {
    const grantIds = request.operations.map((operation) =>
      operation.op === 'create' ? deps.newId() : operation.grantId,
    );
    for (let attempt = 1; attempt <= maxAttempts; attempt++) {
      const progress = await advance(deps, request, grantIds);
      if (progress !== 'again') return progress;
      await deps.pause(attempt);
    }
    return refuse({ kind: 'temporarily-unavailable', retryAfterSeconds: 1 });
  };

/** `again`: what it was judged on has changed meanwhile. */
const advance = async (
  deps: Dependencies,
  request: Request,
  grantIds: readonly string[],
): Promise<Result<GrantsChanged, Fault> | 'again'> => {
  const { store, space, newId } = deps;
  const { operations, actor, now } = request;
  const read = await readOperands(store, operations);
  const found = withEveryone(read, deps.everyone, newId);
  const judged = judgeGrants({ space, operations, grantIds, found, actor, now });
  if (!judged.ok) return judged;
  if (found.lacksEveryone) {
    await foundEveryone(deps)(request);
    return 'again';
  }
  const { results, scopes, puts, removals } = judged.value;
  const context = { ...request, users: found.users, newId };
  const work = await Promise.all(scopes.map((scope) => workOf(store, scope, context)));
  const stored =
    scopes.length === 0 ||
    (await store.changeScopes({
      scopes: scopes.map(({ scope, was }) => ({ scope, was: was?.generation })),
      puts,
      removals,
      users: work.flatMap(usersOf),
      due: work.flatMap(({ due }) => due),
      audit: auditOf(judged.value, request, newId()),
    })) === 'stored';
  if (!stored) return 'again';
  const settled = await deps.settleChange(work);
  return ok(answerOf(results, found, settled));
};

const auditOf = ({ scopes, before, after }: JudgedGrants, request: Request, auditId: string): AuditEvent => {
  const ended = scopes.flatMap((scope) => scope.ended);
  const reason = request.reason ?? commonReason(request.operations);
  return {
    auditId,
    at: request.now,
    actor: request.actor,
    subjects: scopes.map(({ scope }) => formatSubject(scope.subject)),
    action: 'grants-changed',
    requestId: request.requestId,
    ...(reason !== undefined && { reason }),
    // Those that had ended by themselves are recorded as ended with this change: their end tells.
    before: [...before, ...ended].map(auditedGrant),
    after: [...after, ...ended].map(auditedGrant),
  };
};

/** That of the grants, where all that have one have the same. */
const commonReason = (operations: readonly GrantOperation[]): string | undefined => {
  const reasons = operations.flatMap((operation) =>
    operation.op === 'delete' ? [] : (operation.draft.reason ?? []),
  );
  return new Set(reasons).size === 1 ? reasons[0] : undefined;
};

const answerOf = (results: JudgedGrants['results'], found: Operands, settled: Settled): GrantsChanged => {
  const now = new Map(settled.scopes.map((scope) => [formatSubject(scope.subject), scope]));
  const answers = results.flatMap(({ outcome, grant }) => {
    const subject = formatSubject(grant.rule.subject);
    const scope = now.get(subject) ?? found.scopes.get(subject);
    return scope ? [{ outcome, grant, scope }] : [];
  });
  const isApplied = answers.every(({ grant, scope }) => scope.appliedGeneration >= grant.generation);
  return { state: settled.state === 'applied' && isApplied ? 'applied' : 'pending', results: answers };
};
