// What is stored of a scope: all grants of one subject, and the documents that were last made of them.
import type { GrantRule } from './grant.ts';
import type { PolicyName } from './policy-name.ts';
import type { Subject } from './subject.ts';

/** A grant as far as it decides anything: its rule and its end. */
export type StandingGrant = {
  readonly grantId: string;
  readonly rule: GrantRule;
  /** Epoch milliseconds; absent for a grant without end. */
  readonly expiresAt?: number;
};

/** A policy as this service last wrote it. */
export type AppliedDocument = {
  readonly name: PolicyName;
  /** The canonical JSON text. */
  readonly text: string;
  /** Oldest first; the last one is the default. */
  readonly versions: readonly string[];
};

/** `deleting`: its policies are being detached and deleted. For whoever is attached to it, it is not there any more. */
type ScopeState = 'active' | 'deleting';

export type Scope = {
  readonly subject: Subject;
  readonly state: ScopeState;
  /** What a group is for, in an administrator's words. */
  readonly description?: string | undefined;
  /** How many documents the scope has: fixed when it was made; for a user's, as many as its grants need. */
  readonly documents: number;
  /** Those that decide. One that has ended stays until its end is recorded; `isStanding` tells. */
  readonly grants: readonly StandingGrant[];
  /** Those that have ended, kept for a while to explain why something is not allowed any more. */
  readonly expired: readonly StandingGrant[];
  /** Rises with every change of the grants or of their documents' number. */
  readonly generation: number;
  readonly appliedGeneration: number;
  readonly applied: readonly AppliedDocument[];
  /** Epoch milliseconds until which the last change of documents may still be spreading. */
  readonly effectiveBy: number;
};

/** A scope as far as it decides what is attached and allowed. */
export type ScopeSummary = Omit<Scope, 'applied'>;

/** What a change decides about a scope; the rest is what was applied of it. */
export type ScopeContent = Omit<Scope, 'appliedGeneration' | 'applied' | 'effectiveBy'>;

/** "A policy change takes 6 to 8 minutes to be effective everywhere" (AWS IoT developer guide). */
export const propagationMs = 8 * 60_000;

export const isStanding = ({ expiresAt }: Pick<StandingGrant, 'expiresAt'>, now: number): boolean =>
  expiresAt === undefined || expiresAt > now;

/** The order in which a scope keeps its grants: the same grants, the same item. */
export const byGrantId = (one: StandingGrant, other: StandingGrant): number =>
  one.grantId < other.grantId ? -1 : 1;
