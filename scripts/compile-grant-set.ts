// One set of grants, as a person or another program hands it in, to the policies it stands for.
import { type CompiledDocument, compileScope } from '../src/domain/compile-scope.ts';
import { effectivePolicies } from '../src/domain/effective-policies.ts';
import { connectDocument } from '../src/domain/fixed-policies.ts';
import { type GrantRule, parseGrantRule } from '../src/domain/grant.ts';
import { defaultDocuments } from '../src/domain/policy-budget.ts';
import type { PolicyDocument } from '../src/domain/policy-document.ts';
import { connectPolicyName, type PolicyName } from '../src/domain/policy-name.ts';
import { everyone, formatSubject, parseSubject, type Subject } from '../src/domain/subject.ts';
import type { GrantSet } from './compile-input.ts';

type Refusal = {
  readonly index: number;
  readonly code: string;
  readonly level?: string;
  readonly detail: string;
};
type ShownDocument = { readonly name: PolicyName; readonly size: number; readonly document: PolicyDocument };

export type CompiledGrantSet = {
  readonly scopes: Readonly<Record<string, readonly ShownDocument[]>>;
  readonly refused: readonly Refusal[];
  readonly effective?: readonly { readonly name: PolicyName; readonly document: PolicyDocument }[];
  readonly withheld?: readonly string[];
};

export const compileGrantSet = (set: GrantSet): CompiledGrantSet => {
  const refused: Refusal[] = [];
  const compiled = new Map<string, CompiledScope>();
  const rules = Map.groupBy(rulesOf(set, refused), ({ rule }) => formatSubject(rule.subject));
  for (const subject of subjectsOf(set)) {
    const key = formatSubject(subject);
    compiled.set(key, { subject, documents: compileInOrder(set, subject, rules.get(key) ?? [], refused) });
  }
  refused.sort((one, other) => one.index - other.index);
  const scopes = Object.fromEntries([...compiled].map(([key, { documents }]) => [key, documents.map(shown)]));
  return { scopes, refused, ...(set.identity && effectiveFor(set, set.identity, compiled)) };
};

type CompiledScope = { readonly subject: Subject; readonly documents: readonly CompiledDocument[] };
type NumberedRule = { readonly index: number; readonly rule: GrantRule };

const rulesOf = (set: GrantSet, refused: Refusal[]): NumberedRule[] => {
  const rules: NumberedRule[] = [];
  for (const [index, grant] of set.grants.entries()) {
    const subject = parseSubject(grant.subject);
    if (!subject) {
      const detail = `"${grant.subject}" is no subject: write user/<userId>, group/<group> or everyone.`;
      refused.push({ index, code: 'unknown-subject', detail });
      continue;
    }
    const rule = parseGrantRule({ ...grant, subject });
    if (!rule.ok) refused.push(refusal(index, rule.fault));
    else rules.push({ index, rule: rule.value });
  }
  return rules;
};

/** Whoever is named by a grant or has documents, sorted; and everyone, whose scope every identity has. */
const subjectsOf = (set: GrantSet): readonly Subject[] => {
  const named = [...set.grants.map((grant) => grant.subject), ...Object.keys(set.documents ?? {})];
  const keys = new Set(set.identity ? [...named, formatSubject(everyone)] : named);
  return [...keys].sort().flatMap((key) => parseSubject(key) ?? []);
};

/** All grants when they fit together; otherwise one after the other, those left out that do not fit any more. */
const compileInOrder = (
  set: GrantSet,
  subject: Subject,
  rules: readonly NumberedRule[],
  refused: Refusal[],
): readonly CompiledDocument[] => {
  const documents = set.documents?.[formatSubject(subject)] ?? defaultDocuments(subject);
  const compile = (some: readonly GrantRule[]) =>
    compileScope({ space: set, subject, rules: some, documents });
  const whole = compile(rules.map(({ rule }) => rule));
  if (whole.ok) return whole.value;
  let kept: readonly GrantRule[] = [];
  let last: readonly CompiledDocument[] = [];
  for (const { index, rule } of rules) {
    const attempt = compile([...kept, rule]);
    if (!attempt.ok) refused.push(refusal(index, attempt.fault));
    // What changes nothing is covered by what is there: later attempts need not look at it again.
    else if (sameTexts(attempt.value, last)) continue;
    else {
      kept = [...kept, rule];
      last = attempt.value;
    }
  }
  const result = compile(kept);
  return result.ok ? result.value : last;
};

const sameTexts = (one: readonly CompiledDocument[], other: readonly CompiledDocument[]): boolean =>
  one.length === other.length && one.every(({ text }, index) => text === other[index]?.text);

const refusal = (
  index: number,
  { code, level, detail }: { readonly code: string; readonly level?: string; readonly detail: string },
): Refusal => ({ index, code, ...(level !== undefined && { level }), detail });

const shown = ({ name, size, document }: CompiledDocument): ShownDocument => ({ name, size, document });

/** What an identity in these groups would carry. */
const effectiveFor = (
  set: GrantSet,
  identity: NonNullable<GrantSet['identity']>,
  compiled: ReadonlyMap<string, CompiledScope>,
): Pick<CompiledGrantSet, 'effective' | 'withheld'> => {
  const groups = identity.groups.map((group): Subject => ({ kind: 'group', group }));
  const subjects = [everyone, ...groups, { kind: 'user', userId: identity.userId } as const];
  const own = [...new Set(subjects.map(formatSubject))].flatMap((key) => compiled.get(key) ?? []);
  const scopes = own.map(({ subject, documents }) => ({
    subject,
    documents: documents.length,
    hasDeny: documents.some(({ document }) => document.Statement.some(({ Effect }) => Effect === 'Deny')),
  }));
  const { wanted, withheld } = effectivePolicies({ space: set, scopes, suspended: false });
  const documents = new Map([[connectPolicyName(set), connectDocument(set)]]);
  for (const scope of own) for (const { name, document } of scope.documents) documents.set(name, document);
  return {
    effective: wanted.flatMap((name) => {
      const document = documents.get(name);
      return document ? [{ name, document }] : [];
    }),
    withheld: withheld.map(formatSubject),
  };
};
