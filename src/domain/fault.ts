// Every way in which the service refuses a request, as data; src/http/problem.ts gives each its HTTP meaning.

import type { PolicyBudgetExceeded } from './policy-budget.ts';

/** One place in a request that broke a rule; `pointer` is a JSON pointer (RFC 6901) into it. */
export type Violation = { readonly pointer: string; readonly code: string; readonly detail: string };

export type Fault =
  | { readonly kind: 'request-invalid'; readonly violations: readonly Violation[] }
  | { readonly kind: 'unauthenticated'; readonly detail: string }
  | { readonly kind: 'route-not-found' }
  | { readonly kind: 'method-not-allowed'; readonly allowed: readonly string[] }
  | { readonly kind: 'body-too-large'; readonly limit: number }
  | { readonly kind: 'media-type-unsupported'; readonly supported: string }
  | { readonly kind: 'forbidden'; readonly detail: string }
  | { readonly kind: 'grant-not-found'; readonly grantId: string; readonly pointer?: string }
  | { readonly kind: 'group-not-found'; readonly group: string }
  /** Too many to be revoked with their group in one transaction. */
  | {
      readonly kind: 'group-grants-exceeded';
      readonly group: string;
      readonly grants: number;
      readonly limit: number;
    }
  /** A condition that a change needs (RFC 6585 §3). */
  | { readonly kind: 'precondition-required'; readonly pointer?: string }
  /** The thing has changed since the version that `If-Match` names. */
  | { readonly kind: 'precondition-failed'; readonly current: number; readonly pointer?: string }
  | { readonly kind: 'grant-duplicate'; readonly grantId: string; readonly pointer: string }
  /** Well-formed, and against a rule of grants, policies or groups: each violation has its own code. */
  | { readonly kind: 'rule-violated'; readonly violations: readonly Violation[] }
  | {
      readonly kind: 'policy-budget-exceeded';
      readonly exceeded: PolicyBudgetExceeded;
      readonly pointer: string;
    }
  | { readonly kind: 'user-suspended' }
  | { readonly kind: 'user-offboarded' }
  | { readonly kind: 'user-not-found'; readonly userId: string }
  /** It was deleted there: nobody can sign in as it any more. */
  | { readonly kind: 'user-not-in-pool'; readonly userId: string }
  | { readonly kind: 'device-blocked'; readonly deviceId: string }
  | { readonly kind: 'device-not-found'; readonly deviceId: string }
  | { readonly kind: 'device-removed'; readonly deviceId: string }
  | { readonly kind: 'device-limit-exceeded'; readonly limit: number }
  | { readonly kind: 'blocked-limit-exceeded'; readonly limit: number }
  /** A change of the same thing is under way, or AWS throttles or fails: the same request may succeed later. */
  | { readonly kind: 'temporarily-unavailable'; readonly retryAfterSeconds: number }
  | { readonly kind: 'internal' };
