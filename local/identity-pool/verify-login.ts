// The token of a login, really verified: signature, issuer, audience, expiry, use.
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { JwtExpiredError } from 'aws-jwt-verify/error';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { ok, type Result, refuse } from '../../src/domain/result.ts';

export type UserPool = {
  readonly userPoolId: string;
  readonly userPoolClientIds: readonly string[];
  /** Where the user pool's keys are, on this machine. */
  readonly jwksUrl: string;
};

export type Login = { readonly sub: string; readonly issuedAt: number };

export type VerifyLogin = (token: string) => Promise<Result<Login, string>>;

/** Refused with the sentence of NotAuthorizedException. */
export const createVerifyLogin = (pool: UserPool): VerifyLogin => {
  const verifier = CognitoJwtVerifier.create(
    { userPoolId: pool.userPoolId, clientId: [...pool.userPoolClientIds], tokenUse: 'id' },
    { jwksCache: new SimpleJwksCache({ fetcher: { fetch: () => fetchKeys(pool.jwksUrl) } }) },
  );
  return async (token) => {
    try {
      const { sub, exp, iat, iss } = await verifier.verify(token);
      // The verifier would take a token without these, and AWS's newer issuer name too.
      const whole =
        typeof exp === 'number' && typeof sub === 'string' && sub !== '' && iss === issuerOf(pool.userPoolId);
      return whole ? ok({ sub, issuedAt: iat }) : refuse('Invalid login token.');
    } catch (error) {
      return refuse(
        error instanceof JwtExpiredError ? 'Invalid login token. Token expired' : 'Invalid login token.',
      );
    }
  };
};

/** The name of a user pool among an identity pool's login providers. */
export const providerOf = (userPoolId: string): string =>
  `cognito-idp.${userPoolId.split('_')[0]}.amazonaws.com/${userPoolId}`;

const issuerOf = (userPoolId: string): string => `https://${providerOf(userPoolId)}`;

const fetchKeys = async (jwksUrl: string): Promise<ArrayBuffer> => {
  const response = await fetch(jwksUrl, { signal: AbortSignal.timeout(5000) });
  if (!response.ok) throw new Error(`The user pool's keys answer ${response.status}`);
  return response.arrayBuffer();
};
