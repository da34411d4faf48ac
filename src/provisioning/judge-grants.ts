// What the operations of a request make of the grants and scopes that were read, or why it is refused.
import { type ChangedScope, changeScope, type ScopeChangeFault } from '../domain/change-scope.ts';
import type { Fault } from '../domain/fault.ts';
import type { PolicySpace } from '../domain/policy-space.ts';
import type { RecordedGrant } from '../domain/recorded-grant.ts';
import { ok, type Result, refuse } from '../domain/result.ts';
import type { Scope } from '../domain/scope.ts';
import { formatSubject } from '../domain/subject.ts';
import type { GrantOperation, GrantOutcome } from './change-grants.ts';
import { type JudgedOperation, judgeOperation, violated } from './judge-operation.ts';
import type { ScopeChange } from './ports.ts';
import type { Operands } from './read-operands.ts';

type JudgedScope = ChangedScope & { readonly was: Scope | undefined };

export type JudgedGrants = Pick<ScopeChange, 'puts' | 'removals'> & {
  /** Those that change. */
  readonly scopes: readonly JudgedScope[];
  /** One for each operation; of a grant that is revoked, as it was, with the generation that revokes it. */
  readonly results: readonly { readonly outcome: GrantOutcome; readonly grant: RecordedGrant }[];
  /** The grants that change, as they were and as they will be. */
  readonly before: readonly RecordedGrant[];
  readonly after: readonly RecordedGrant[];
};

type Request = {
  readonly space: PolicySpace;
  readonly operations: readonly GrantOperation[];
  /** Of each operation; of one that makes a grant, the new one's. */
  readonly grantIds: readonly string[];
  readonly found: Operands;
  readonly actor: string;
  readonly now: number;
};

export const judgeGrants = (request: Request): Result<JudgedGrants, Fault> => {
  const operations = judgeEach(request);
  if (!operations.ok) return operations;
  const scopes = judgeScopes(request, operations.value);
  if (!scopes.ok) return scopes;
  const generations = new Map(
    scopes.value.map(({ scope }) => [formatSubject(scope.subject), scope.generation]),
  );
  const judged = operations.value.map(({ outcome, subject, before, after }) => {
    const generation = generations.get(formatSubject(subject)) ?? 0;
    const recorded = after && (outcome === 'unchanged' ? before : { ...after, generation });
    return { outcome, before, after: recorded, generation };
  });
  const changed = judged.filter(({ outcome }) => outcome !== 'unchanged');
  const before = changed.flatMap((each) => each.before ?? []);
  const after = changed.flatMap((each) => each.after ?? []);
  return ok({
    scopes: scopes.value,
    results: judged.flatMap(({ outcome, generation, ...each }) => {
      const grant = each.after ?? (each.before && { ...each.before, generation });
      return grant ? [{ outcome, grant }] : [];
    }),
    puts: changed.flatMap((each) => (each.after ? [{ grant: each.after, was: each.before?.version }] : [])),
    removals: changed.flatMap((each) =>
      each.after || !each.before ? [] : [{ grantId: each.before.grantId, was: each.before.version }],
    ),
    before,
    after,
  });
};

const judgeEach = ({
  operations,
  grantIds,
  found,
  actor,
  now,
}: Request): Result<readonly JudgedOperation[], Fault> => {
  const judged: JudgedOperation[] = [];
  for (const [index, operation] of operations.entries()) {
    const grantId = grantIds[index] ?? '';
    if (grantIds.indexOf(grantId) < index) {
      const detail = `Another operation of this request is on grant ${grantId}.`;
      return refuse(violated(operation.pointer, 'grant-repeated', detail));
    }
    const each = judgeOperation({ operation, grantId, before: found.grants.get(grantId), actor, now });
    if (!each.ok) return each;
    judged.push(each.value);
  }
  return ok(judged);
};

const judgeScopes = (
  { space, found, now }: Request,
  judged: readonly JudgedOperation[],
): Result<readonly JudgedScope[], Fault> => {
  const changed = judged.filter(({ outcome }) => outcome !== 'unchanged');
  const scopes: JudgedScope[] = [];
  for (const [key, operations] of bySubject(changed)) {
    const [{ subject }] = operations;
    const was = found.scopes.get(key);
    const change = changeScope({
      space,
      subject,
      scope: was,
      puts: operations.flatMap(({ after }) => (after ? [standing(after)] : [])),
      removals: operations.flatMap(({ before, after }) => (before && !after ? [before.grantId] : [])),
      now,
    });
    if (!change.ok) return refuse(scopeFault(change.fault, operations));
    scopes.push({ ...change.value, was });
  }
  return ok(scopes);
};

/** Why the grants together are refused: said of the operation that brings it about. */
const scopeFault = (fault: ScopeChangeFault, operations: Operations): Fault => {
  const adding = operations.find(({ after }) => after !== undefined) ?? operations[0];
  const { pointer } = adding.operation;
  switch (fault.code) {
    case 'grant-duplicate': {
      const pointerOf = (grantId: string) =>
        operations.find(({ after }) => after?.grantId === grantId)?.operation.pointer;
      const place = pointerOf(fault.duplicate) ?? pointer;
      const isNew = operations.some(
        ({ outcome, after }) => outcome === 'created' && after?.grantId === fault.grantId,
      );
      return isNew
        ? violated(place, 'grant-repeated', 'Another operation of this request makes the same grant.')
        : { kind: 'grant-duplicate', grantId: fault.grantId, pointer: place };
    }
    case 'grant-limit-exceeded': {
      const detail = `A subject may have ${fault.limit} grants, with those that ended in the last 30 days.`;
      return violated(pointer, fault.code, detail);
    }
    case 'policy-budget-exceeded':
      return { kind: fault.code, exceeded: fault, pointer };
  }
};

type Operations = readonly [JudgedOperation, ...JudgedOperation[]];

const bySubject = (judged: readonly JudgedOperation[]): ReadonlyMap<string, Operations> => {
  const groups = new Map<string, Operations>();
  for (const operation of judged) {
    const key = formatSubject(operation.subject);
    const others = groups.get(key);
    groups.set(key, others ? [...others, operation] : [operation]);
  }
  return groups;
};

const standing = ({ grantId, rule, expiresAt }: NonNullable<JudgedOperation['after']>) => ({
  grantId,
  rule,
  ...(expiresAt !== undefined && { expiresAt }),
});
