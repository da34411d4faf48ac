// What is granted, in the simplest words: a map of grants. Judges changes as the documentation says, one after the other.
import { compileScope } from '../../src/domain/compile-scope.ts';
import { ruleOf, subjectOf } from '../domain/rules.ts';
import { space } from '../fakes/samples.ts';

type ModelGrant = {
  readonly subject: string;
  readonly words: string;
  readonly expiresAt?: number | undefined;
  readonly version: number;
};

/** By ID. */
export type Model = ReadonlyMap<string, ModelGrant>;

export type ModelOperation =
  | {
      readonly op: 'create';
      readonly subject: string;
      readonly words: string;
      readonly expiresAt?: number | undefined;
    }
  | {
      readonly op: 'replace';
      readonly grantId: string;
      readonly seen: number;
      readonly words: string;
      readonly expiresAt?: number | undefined;
    }
  | { readonly op: 'delete'; readonly grantId: string; readonly seen: number };

const stands = ({ expiresAt }: ModelGrant, now: number): boolean =>
  expiresAt === undefined || expiresAt > now;

const isSame = (grant: ModelGrant, other: Pick<ModelGrant, 'words' | 'expiresAt'>): boolean =>
  grant.words === other.words && grant.expiresAt === other.expiresAt;

/** An operation that asks for what there is changes nothing, whatever others do at the same time. */
export const orNothing = (model: Model, operation: ModelOperation): ModelOperation | 'nothing' => {
  const before = operation.op === 'replace' ? model.get(operation.grantId) : undefined;
  const isNothing =
    operation.op === 'replace' && before?.version === operation.seen && isSame(before, operation);
  return isNothing ? 'nothing' : operation;
};

/** The grants after the operations, those that are made under the IDs `new-0`, `new-1`, …; undefined when refused. */
export const judge = (
  model: Model,
  operations: readonly (ModelOperation | 'nothing')[],
  now: number,
): Model | undefined => {
  const next = new Map(model);
  const touched = new Set<string>();
  for (const [index, operation] of operations.entries()) {
    if (operation === 'nothing') continue;
    const grantId = operation.op === 'create' ? `new-${index}` : operation.grantId;
    const after = touched.has(grantId) ? 'refused' : judgeOne(model.get(grantId), operation, now);
    if (after === 'refused') return undefined;
    touched.add(grantId);
    if (after === 'removed') next.delete(grantId);
    else next.set(grantId, after);
  }
  const standing = [...next.values()].filter((grant) => stands(grant, now));
  const meanings = new Set(standing.map(({ subject, words }) => `${subject} ${words}`));
  return meanings.size === standing.length ? next : undefined;
};

const judgeOne = (
  before: ModelGrant | undefined,
  operation: ModelOperation,
  now: number,
): ModelGrant | 'removed' | 'refused' => {
  if (operation.op === 'create') {
    const { subject, words, expiresAt } = operation;
    const made = { subject, words, expiresAt, version: 1 };
    return stands(made, now) ? made : 'refused';
  }
  if (before === undefined || operation.seen !== before.version) return 'refused';
  if (operation.op === 'delete') return 'removed';
  if (isSame(before, operation)) return before;
  const { words, expiresAt } = operation;
  const after = { ...before, words, expiresAt, version: before.version + 1 };
  return stands(after, now) ? after : 'refused';
};

/** What the documents of a subject are to say. */
export const textsOf = (model: Model, subject: string, now: number): readonly string[] => {
  const rules = [...model.values()]
    .filter((grant) => grant.subject === subject && stands(grant, now))
    .map(({ words }) => ruleOf(words, subjectOf(subject)));
  const documents = subject.startsWith('user/') ? 2 : 1;
  const compiled = compileScope({ space, subject: subjectOf(subject), rules, documents });
  if (!compiled.ok) throw new Error(compiled.fault.detail);
  return compiled.value.map(({ text }) => text);
};
