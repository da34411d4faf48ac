// What a change of grants makes of a scope, or why it is refused.
import { type GrantDuplicate, grantDuplicate } from './grant-duplicate.ts';
import { removedSubscriptions } from './old-subscriptions.ts';
import { defaultDocuments, type PolicyBudgetExceeded } from './policy-budget.ts';
import type { PolicySpace } from './policy-space.ts';
import { ok, type Result, refuse } from './result.ts';
import { byGrantId, isStanding, type Scope, type ScopeContent, type StandingGrant } from './scope.ts';
import { scopeBudget } from './scope-budget.ts';
import type { Subject } from './subject.ts';

export type ScopeChangeRequest = {
  readonly space: PolicySpace;
  readonly subject: Subject;
  /** What was read; absent when there is no such scope yet. One that is `deleting` is made anew. */
  readonly scope: Scope | undefined;
  /** Grants that are made or replaced, each ID once. */
  readonly puts: readonly StandingGrant[];
  /** IDs of grants that are taken away, none of which is put. */
  readonly removals: readonly string[];
  /** Another number of documents, for everyone or a group; otherwise it stays as it is. */
  readonly documents?: number | undefined;
  /** Another description, none when it is empty; otherwise it stays as it is. */
  readonly description?: string | undefined;
  readonly now: number;
};

export type ChangedScope = {
  /** Active, its generation raised by one, its grants in order of their IDs. */
  readonly scope: ScopeContent;
  /** Whether another number of policies is to be attached than before. */
  readonly documentsChanged: boolean;
  /** Grants that had ended by themselves before, which this change is the first to record. */
  readonly ended: readonly StandingGrant[];
  /** As `outlive` takes them. */
  readonly removedSubscriptions: readonly string[];
};

export type ScopeChangeFault =
  | GrantDuplicate
  | { readonly code: 'grant-limit-exceeded'; readonly limit: number }
  | PolicyBudgetExceeded;

/** Those that have ended count as long as they are kept. */
export const maximumGrants = 500;

/** The same for any order of puts and removals. */
export const changeScope = (request: ScopeChangeRequest): Result<ChangedScope, ScopeChangeFault> => {
  const { space, subject, scope, puts, now } = request;
  const changed = new Set([...request.removals, ...puts.map(({ grantId }) => grantId)]);
  const kept = (scope?.grants ?? []).filter(({ grantId }) => !changed.has(grantId));
  const past = (scope?.expired ?? []).filter(({ grantId }) => !changed.has(grantId));
  const grants = [...kept, ...puts].filter((grant) => isStanding(grant, now)).sort(byGrantId);
  const ended = kept.filter((grant) => !isStanding(grant, now)).sort(byGrantId);
  const expired = [...past, ...ended, ...puts.filter((grant) => !isStanding(grant, now))].sort(byGrantId);

  const duplicate = grantDuplicate(grants, new Set(puts.map(({ grantId }) => grantId)));
  if (duplicate) return refuse(duplicate);
  if (grants.length + expired.length > maximumGrants) {
    return refuse({ code: 'grant-limit-exceeded', limit: maximumGrants });
  }
  // Whoever is attached to a scope that is being deleted loses it: what is made now is another.
  const previous = scope?.state === 'active' ? scope : undefined;
  const wanted = request.documents ?? previous?.documents ?? defaultDocuments(subject);
  const documents = scopeBudget({ space, subject, grants, documents: wanted, now });
  if (!documents.ok) return documents;
  return ok({
    scope: {
      subject,
      state: 'active',
      description: (request.description ?? previous?.description) || undefined,
      documents: documents.value,
      grants,
      expired,
      generation: (scope?.generation ?? 0) + 1,
    },
    documentsChanged: documents.value !== (previous?.documents ?? 0),
    ended,
    removedSubscriptions: removedSubscriptions(rulesOf(scope?.grants ?? []), rulesOf(grants)),
  });
};

const rulesOf = (grants: readonly StandingGrant[]) => grants.map(({ rule }) => rule);
