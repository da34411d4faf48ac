// Whether one operation may be done to its grant as it is stored: the grant exists, is the one that was seen, and changes.
import type { Fault } from '../domain/fault.ts';
import type { RecordedGrant } from '../domain/recorded-grant.ts';
import { ok, type Result, refuse } from '../domain/result.ts';
import { isStanding } from '../domain/scope.ts';
import { formatSubject, type Subject } from '../domain/subject.ts';
import type { GrantDraft, GrantOperation, GrantOutcome, IfMatch } from './change-grants.ts';

export type JudgedOperation = {
  readonly operation: GrantOperation;
  readonly outcome: GrantOutcome;
  readonly subject: Subject;
  readonly before: RecordedGrant | undefined;
  /** What is to be recorded, with the generation that its scope will have. */
  readonly after: Omit<RecordedGrant, 'generation'> | undefined;
};

export const judgeOperation = (input: {
  readonly operation: GrantOperation;
  /** The stored grant's, or that of the one to be made. */
  readonly grantId: string;
  readonly before: RecordedGrant | undefined;
  readonly actor: string;
  readonly now: number;
}): Result<JudgedOperation, Fault> => {
  const { operation, grantId, before, actor, now } = input;
  if (operation.op === 'create') {
    const { draft } = operation;
    const fault = expiryFault(operation.pointer, draft, now);
    if (fault) return refuse(fault);
    const after = { ...draft, grantId, createdBy: actor, createdAt: now, version: 1 };
    return ok({ operation, outcome: 'created', subject: draft.rule.subject, before: undefined, after });
  }
  if (before === undefined) return refuse({ kind: 'grant-not-found', grantId, ...at(operation.pointer) });
  const { version, createdBy, createdAt, rule } = before;
  if (!matches(operation.ifMatch, version)) {
    return refuse({ kind: 'precondition-failed', current: version, ...at(operation.pointer) });
  }
  const { subject } = rule;
  if (operation.op === 'delete') {
    return ok({ operation, outcome: 'deleted', subject, before, after: undefined });
  }
  const { draft, pointer } = operation;
  if (formatSubject(draft.rule.subject) !== formatSubject(subject)) {
    const detail = `The grant is for ${formatSubject(subject)}, and stays so: revoke it and make another.`;
    return refuse(violated(`${pointer}/subject`, 'subject-immutable', detail));
  }
  if (saysTheSame(before, draft))
    return ok({ operation, outcome: 'unchanged', subject, before, after: before });
  const fault = expiryFault(pointer, draft, now);
  if (fault) return refuse(fault);
  const after = { ...draft, grantId, createdBy, createdAt, version: version + 1 };
  return ok({ operation, outcome: 'replaced', subject, before, after });
};

export const violated = (pointer: string, code: string, detail: string): Fault => ({
  kind: 'rule-violated',
  violations: [{ pointer, code, detail }],
});

/** A problem of the whole request points nowhere. */
const at = (pointer: string) => (pointer === '' ? {} : { pointer });

const matches = (ifMatch: IfMatch, version: number): boolean =>
  ifMatch === 'any' || ifMatch.includes(version);

const expiryFault = (pointer: string, draft: GrantDraft, now: number): Fault | undefined =>
  isStanding(draft, now)
    ? undefined
    : violated(`${pointer}/expiresAt`, 'expiry-in-the-past', 'The grant would have ended before it begins.');

/** Actions are in one order in every rule. */
const saysTheSame = (before: RecordedGrant, { rule, expiresAt, reason }: GrantDraft): boolean =>
  before.rule.effect === rule.effect &&
  before.rule.actions.join() === rule.actions.join() &&
  before.rule.topicFilter.text === rule.topicFilter.text &&
  before.rule.allowWider === rule.allowWider &&
  before.expiresAt === expiresAt &&
  before.reason === reason;
