// Whether a scope's grants fit its documents: now, and whenever some of them will have ended.
import { compileScope } from './compile-scope.ts';
import { maximumDocuments, type PolicyBudgetExceeded } from './policy-budget.ts';
import type { PolicySpace } from './policy-space.ts';
import { ok, type Result, refuse } from './result.ts';
import { isStanding, type StandingGrant } from './scope.ts';
import type { Subject } from './subject.ts';

/**
 * The number of documents that the scope has: everyone's and a group's are as they are given, a user has as many as
 * its grants need now. Later instants count too, since a grant that covers others and ends leaves more to be said.
 */
export const scopeBudget = (input: {
  readonly space: PolicySpace;
  readonly subject: Subject;
  readonly grants: readonly StandingGrant[];
  readonly documents: number;
  readonly now: number;
}): Result<number, PolicyBudgetExceeded> => {
  const { space, subject, grants, now } = input;
  const documents = subject.kind === 'user' ? maximumDocuments(subject) : input.documents;
  const compileAt = (instant: number) => {
    const rules = grants.filter((grant) => isStanding(grant, instant)).map(({ rule }) => rule);
    return compileScope({ space, subject, rules, documents });
  };
  const compiled = compileAt(now);
  if (!compiled.ok) return compiled;
  for (const instant of endsAfter(grants, now)) {
    const later = compileAt(instant);
    if (!later.ok) return refuse({ ...later.fault, from: instant, detail: afterwards(later.fault.detail) });
  }
  return ok(compiled.value.length);
};

const endsAfter = (grants: readonly StandingGrant[], now: number): readonly number[] => {
  const ends = grants.map(({ expiresAt }) => expiresAt).filter((end) => end !== undefined && end > now);
  return [...new Set(ends)].filter((end) => end !== undefined).sort((one, other) => one - other);
};

const afterwards = (detail: string): string => `When grants that cover others have ended: ${detail}`;
