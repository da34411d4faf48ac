// Do these IoT policies and this role allow the operation? AWS's semantics, answered with the statement that decided.
import type { PolicyDocument } from './policy-document.ts';
import { type StatementRequest, statementsOn } from './policy-statement.ts';
import type { PolicySource } from './policy-variables.ts';

export type NamedDocument = { readonly name: string; readonly document: PolicyDocument };

export type IotRequest = StatementRequest & { readonly action: `iot:${string}` };

export type DecidingStatement =
  | { readonly source: 'policy'; readonly name: string; readonly statement: number }
  | { readonly source: 'role'; readonly statement: number };

export type PolicyDecision =
  | { readonly allowed: true; readonly reason: 'allowed'; readonly by: DecidingStatement }
  | { readonly allowed: false; readonly reason: 'explicit-deny'; readonly by: DecidingStatement }
  | {
      readonly allowed: false;
      readonly reason: 'no-policy' | 'not-allowed-by-policy' | 'not-allowed-by-role';
      readonly by?: undefined;
    };

/**
 * "The effective permission is the intersection" of the identity's IoT policies and the role for the actions of
 * `needsBoth`; every other IoT action is decided by the role alone (AWS IoT, "Authorization with Amazon Cognito
 * identities"). An explicit Deny anywhere wins; without any policy attached everything is denied. An allowed
 * request names the identity's Allow where one was needed, the role's otherwise. Documents are taken as
 * immutable: what was learned of one is kept as long as the object lives.
 */
export const evaluate = (input: {
  /** The policies attached to the identity. */
  readonly policies: readonly NamedDocument[];
  readonly role: PolicyDocument;
  readonly request: IotRequest;
}): PolicyDecision => {
  const { policies, role, request } = input;
  if (policies.length === 0) return { allowed: false, reason: 'no-policy' };
  const byRole = verdictOf(role, 'role', request);
  if (!needsBoth.has(request.action.toLowerCase())) return decision(byRole, byRole);
  let byPolicy: Verdict = {};
  for (const { name, document } of policies) {
    const { deny, allow } = verdictOf(document, 'policy', request, name);
    if (deny) return { allowed: false, reason: 'explicit-deny', by: deny };
    if (allow && !byPolicy.allow) byPolicy = { allow };
  }
  return decision(byPolicy, byRole);
};

const needsBoth: ReadonlySet<string> = new Set([
  'iot:connect',
  'iot:publish',
  'iot:subscribe',
  'iot:receive',
  'iot:getthingshadow',
  'iot:updatethingshadow',
  'iot:deletethingshadow',
]);

/** The first statement of each effect that applies. */
type Verdict = { readonly deny?: DecidingStatement; readonly allow?: DecidingStatement };

const decision = (byPolicy: Verdict, byRole: Verdict): PolicyDecision => {
  if (byRole.deny) return { allowed: false, reason: 'explicit-deny', by: byRole.deny };
  if (!byRole.allow) return { allowed: false, reason: 'not-allowed-by-role' };
  if (!byPolicy.allow) return { allowed: false, reason: 'not-allowed-by-policy' };
  return { allowed: true, reason: 'allowed', by: byPolicy.allow };
};

const verdictOf = (
  document: PolicyDocument,
  source: PolicySource,
  request: IotRequest,
  name = '',
): Verdict => {
  let allow: DecidingStatement | undefined;
  for (const { index, effect, applies } of statementsOn(request.action, document, source)) {
    if ((effect === 'Allow' && allow !== undefined) || !applies(request)) continue;
    const by: DecidingStatement =
      source === 'role' ? { source, statement: index } : { source, name, statement: index };
    if (effect === 'Deny') return { deny: by };
    allow = by;
  }
  return allow === undefined ? {} : { allow };
};
