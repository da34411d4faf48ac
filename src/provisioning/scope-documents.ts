import { type CompiledDocument, compileScope } from '../domain/compile-scope.ts';
import { maximumDocuments } from '../domain/policy-budget.ts';
import type { PolicySpace } from '../domain/policy-space.ts';
import { isStanding, type ScopeContent } from '../domain/scope.ts';
import { formatSubject } from '../domain/subject.ts';

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
  return compiled.value;
};
