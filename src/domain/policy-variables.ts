// What the variables of a policy stand for in one request.
import type { IdentityId } from './identifiers.ts';

/** Where a document stands: attached to the identity in IoT Core, or on the identity pool's IAM role. */
export type PolicySource = 'policy' | 'role';

export type Principal = {
  readonly identityId: IdentityId;
  /** Absent for a publish over HTTPS, which has no CONNECT and so no client ID. */
  readonly connection?: {
    readonly clientId: string;
    /** Set when a thing that is attached to the identity has the client ID for its name. */
    readonly thingName?: string;
  };
};

/**
 * The text that a variable is replaced by – verbatim, never read as a pattern again – or undefined where it
 * does not resolve. IoT's own variables resolve in IoT policies only, not in the role's IAM policy.
 */
export const variableValue = (
  variable: string,
  principal: Principal,
  source: PolicySource,
): string | undefined => {
  if (variable === 'cognito-identity.amazonaws.com:sub') return principal.identityId;
  if (source === 'role') return undefined;
  if (variable === 'iot:ClientId') return principal.connection?.clientId;
  if (variable === 'iot:Connection.Thing.ThingName') return principal.connection?.thingName;
  return undefined;
};
