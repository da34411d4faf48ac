// Authorization codes (RFC 6749 §4.1) that only whoever asked for them can use (RFC 7636), and only once.
import { createHash, randomUUID } from 'node:crypto';

export type AuthorizationRequest = {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly codeChallenge: string;
};

/** `undefined` for what Cognito would not show a sign-in for, or what our pages must not ask for. */
export const authorizationRequest = (
  query: URLSearchParams,
  client: { readonly id: string; readonly callbackUrls: readonly string[] },
): AuthorizationRequest | undefined => {
  const text = (name: string) => query.get(name) ?? '';
  const right =
    text('response_type') === 'code' &&
    text('client_id') === client.id &&
    client.callbackUrls.includes(text('redirect_uri')) &&
    text('code_challenge_method') === 'S256' &&
    text('code_challenge') !== '' &&
    text('scope') === 'openid email';
  return right
    ? {
        clientId: client.id,
        redirectUri: text('redirect_uri'),
        state: text('state'),
        codeChallenge: text('code_challenge'),
      }
    : undefined;
};

export const authorizationCodes = <Tokens>() => {
  const issued = new Map<string, { readonly request: AuthorizationRequest; readonly tokens: Tokens }>();
  return {
    issue: (request: AuthorizationRequest, tokens: Tokens): string => {
      const code = randomUUID();
      issued.set(code, { request, tokens });
      return code;
    },
    /** @param form of the token request, RFC 6749 §4.1.3 and RFC 7636 §4.5 */
    redeem: (form: URLSearchParams): Tokens | undefined => {
      const code = form.get('code') ?? '';
      const entry = issued.get(code);
      issued.delete(code);
      const right =
        entry?.request.clientId === form.get('client_id') &&
        entry?.request.redirectUri === form.get('redirect_uri') &&
        entry?.request.codeChallenge === challengeOf(form.get('code_verifier') ?? '');
      return right ? entry?.tokens : undefined;
    },
  };
};

const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');
