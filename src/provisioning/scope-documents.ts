import { type CompiledDocument, compileScope } from '../domain/compile-scope.ts';
import { unusedDocument } from '../domain/fixed-policies.ts';
import { maximumDocuments } from '../domain/policy-budget.ts';
import { scopePolicyNames } from '../domain/policy-name.ts';
import type { PolicySpace } from '../domain/policy-space.ts';
import { isStanding, type ScopeContent } from '../domain/scope.ts';
import { formatSubject } from '../domain/subject.ts';
import { utf8Length } from '../domain/utf8-length.ts';

/** The documents that a scope is to have at the time: those of what stands then. */
export const scopeDocuments = (
  { subject, state, grants, documents }: Pick<ScopeContent, 'subject' | 'state' | 'grants' | 'documents'>,
  space: PolicySpace,
  now: number,
): readonly CompiledDocument[] => {
  const standing = state === 'active' ? grants.filter((grant) => isStanding(grant, now)) : [];
  const rules = standing.map(({ rule }) => rule);
  // A user's may become more when a grant that covers others has ended, and its end is not recorded yet.
  const most = subject.kind === 'user' ? maximumDocuments(subject) : documents;
  const compiled = compileScope({ space, subject, rules, documents: most });
  // The budget is judged before a grant is stored, so this is a defect and not a refusal.
  if (!compiled.ok) throw new Error(`The grants of ${formatSubject(subject)} do not fit its documents.`);
  return state === 'active' ? padded(compiled.value, subject, documents, space) : compiled.value;
};

/** What is attached exists: a document that a user's grants needed until just now is there, and says nothing. */
const padded = (
  compiled: readonly CompiledDocument[],
  subject: ScopeContent['subject'],
  documents: number,
  space: PolicySpace,
): readonly CompiledDocument[] => {
  const document = unusedDocument(space);
  const text = JSON.stringify(document);
  const unused = scopePolicyNames(space, subject, documents).slice(compiled.length);
  return [...compiled, ...unused.map((name) => ({ name, size: utf8Length(text), document, text }))];
};
