// Whether a scope's grants fit its documents: now, and whenever some of them will have ended.
import { fitDocuments } from './compile-scope.ts';
import { maximumDocuments, type PolicyBudgetExceeded } from './policy-budget.ts';
import { entryKind, type PolicyEntry } from './policy-entry.ts';
import type { PolicySpace } from './policy-space.ts';
import { ok, type Result, refuse } from './result.ts';
import { isStanding, type StandingGrant } from './scope.ts';
import { scopeEntries } from './scope-entries.ts';
import type { Subject } from './subject.ts';

/**
 * The number of documents that the scope has: everyone's and a group's are as they are given, a user has as many as
 * its grants need now. Later instants count too, since a grant that covers others leaves more to be said when it ends.
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
  const entriesAt = (instant: number): readonly PolicyEntry[] =>
    scopeEntries(
      grants.filter((grant) => isStanding(grant, instant)).map(({ rule }) => rule),
      space,
    );
  let entries = entriesAt(now);
  const fitting = fitDocuments(subject, entries, documents);
  if (!fitting.ok) return fitting;
  for (const instant of endsAfter(grants, now)) {
    const left = entriesAt(instant);
    // Packing is what takes the time, and most grants that end were covered by others or take nothing with them.
    if (isSame(left, entries)) continue;
    const later = fitDocuments(subject, left, documents);
    if (!later.ok) return refuse({ ...later.fault, from: instant, detail: afterwards(later.fault.detail) });
    entries = left;
  }
  return ok(subject.kind === 'user' ? fitting.value.length : documents);
};

const endsAfter = (grants: readonly StandingGrant[], now: number): readonly number[] => {
  const ends = grants.flatMap(({ expiresAt = now }) => (expiresAt > now ? [expiresAt] : []));
  return [...new Set(ends)].sort((one, other) => one - other);
};

/** Both are sorted by their resources. */
const isSame = (some: readonly PolicyEntry[], others: readonly PolicyEntry[]): boolean =>
  some.length === others.length && some.every((entry, index) => isSameEntry(entry, others[index]));

const isSameEntry = (one: PolicyEntry, other: PolicyEntry | undefined): boolean =>
  one.resource === other?.resource && one.effect === other.effect && entryKind(one) === entryKind(other);

const afterwards = (detail: string): string =>
  `Once some of the grants have ended, the rest needs more: ${detail}`;
