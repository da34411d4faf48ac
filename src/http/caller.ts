// Who calls: the ID token, verified again behind API Gateway's authorizer, and nothing else of the request.
import { CognitoJwtVerifier } from 'aws-jwt-verify/cognito-verifier';
import {
  FetchError,
  JwksValidationError,
  JwkValidationError,
  JwtBaseError,
  WaitPeriodNotYetEndedJwkError,
} from 'aws-jwt-verify/error';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import type { Fault } from '../domain/fault.ts';
import { type GroupName, parseGroupName, parseUserId, type UserId } from '../domain/identifiers.ts';
import { ok, type Result, refuse } from '../domain/result.ts';
import { loopbackJwksFetcher } from './loopback-jwks-fetcher.ts';
import { Outage } from './outage.ts';

export type Caller = {
  readonly userId: UserId;
  readonly groups: readonly GroupName[];
  /** When the token was issued (epoch milliseconds): its groups are as of then. */
  readonly groupsAsOf: number;
  /** The verified token itself, for the identity pool alone; it never enters a log line or an answer. */
  readonly idToken: () => string;
};

export type VerifyCaller = (
  authorization: string | undefined,
  now: number,
  /** Told whose token it is as soon as it is verified, whatever is decided about the caller then. */
  identified?: (userId: UserId) => void,
) => Promise<Result<Caller, Fault>>;

/** Tokens over this size are refused unread: Cognito's own stay far below, and API Gateway's headers end at 10 KiB. */
const maxTokenBytes = 8192;
const clockSkewMs = 60_000;

/**
 * Verifies signature, issuer, audience, `token_use` and expiry with aws-jwt-verify, and what that leaves out:
 * the token's size, `crit` (RFC 7515 §4.1.11), a missing `exp`, an `iat` in the future, and a `sub` or groups of the wrong form.
 */
export const callerVerifier = (settings: {
  readonly userPoolId: string;
  readonly clientIds: readonly string[];
  /** `null` for the issuer's own; another location is accepted on loopback hosts only. */
  readonly jwksUri: string | null;
}): VerifyCaller => {
  const fetcher = settings.jwksUri === null ? undefined : loopbackJwksFetcher(settings.jwksUri);
  const verifier = CognitoJwtVerifier.create(
    {
      userPoolId: settings.userPoolId,
      clientId: [...settings.clientIds],
      tokenUse: 'id',
      customJwtCheck: ({ header }) => {
        if ('crit' in header) throw new UnknownCriticalHeader();
      },
    },
    { jwksCache: new SimpleJwksCache(fetcher && { fetcher }) },
  );

  return async (authorization, now, identified) => {
    const token = authorization?.replace(bearer, '').trim();
    if (!token) return unauthenticated('Send the ID token in the Authorization header.');
    if (token.length > maxTokenBytes)
      return unauthenticated(`The token is longer than ${maxTokenBytes} bytes.`);
    if (!compactJws.test(token)) return unauthenticated('The token is not a JSON Web Token.');
    try {
      const caller = callerOf(await verifier.verify(token), token, now);
      told(caller, identified);
      return caller;
    } catch (error) {
      if (!(error instanceof JwtBaseError)) throw error;
      if (keysUnavailable.some((kind) => error instanceof kind)) {
        throw new Outage("The user pool's keys cannot be read.", { cause: error });
      }
      return unauthenticated('The token is not a valid, current ID token of this user pool.');
    }
  };
};

const told = (caller: Result<Caller, Fault>, identified: Parameters<VerifyCaller>[2]): void => {
  if (caller.ok) identified?.(caller.value.userId);
};

class UnknownCriticalHeader extends JwtBaseError {}

/** The verdict is open while the user pool's keys cannot be read: an outage, not a refusal. */
const keysUnavailable = [FetchError, JwksValidationError, JwkValidationError, WaitPeriodNotYetEndedJwkError];

/** RFC 6750 §2.1; without the scheme is what API Gateway's own examples send. */
const bearer = /^Bearer +/i;
/** RFC 7515 §7.1: base64url without padding. */
const compactJws = /^[\w-]+\.[\w-]+\.[\w-]+$/;

const callerOf = (
  claims: Readonly<Record<string, unknown>>,
  token: string,
  now: number,
): Result<Caller, Fault> => {
  const { sub, exp, iat, 'cognito:groups': groups = [] } = claims;
  const userId = typeof sub === 'string' ? parseUserId(sub) : undefined;
  if (userId === undefined) return unauthenticated('The token has no usable sub.');
  if (typeof exp !== 'number') return unauthenticated('The token has no expiry.');
  if (typeof iat !== 'number' || iat * 1000 > now + clockSkewMs) {
    return unauthenticated('The token was issued in the future.');
  }
  const groupNames = Array.isArray(groups) ? groups.map(parseGroup) : [undefined];
  if (!groupNames.every((name) => name !== undefined)) {
    return unauthenticated('The groups in the token are not a list of group names.');
  }
  return ok({ userId, groups: [...new Set(groupNames)], groupsAsOf: iat * 1000, idToken: () => token });
};

const parseGroup = (name: unknown) => (typeof name === 'string' ? parseGroupName(name) : undefined);

const unauthenticated = (detail: string) => refuse<Fault>({ kind: 'unauthenticated', detail });
