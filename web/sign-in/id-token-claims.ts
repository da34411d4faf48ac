// What an ID token of a Cognito user pool says. Not verified here: the service and the identity pool do that.

export type Claims = {
  readonly sub: string;
  readonly email: string;
  readonly groups: readonly string[];
  readonly issuer: string;
  readonly audience: string;
  /** Epoch milliseconds. */
  readonly issuedAt: number;
  readonly expiresAt: number;
};

/** @throws when it is no JWT with a `sub`; the message never holds the token. */
export const claimsOf = (idToken: string): Claims => {
  const claims = payloadOf(idToken);
  const text = (name: string): string => (typeof claims[name] === 'string' ? claims[name] : '');
  const time = (name: string): number => Number(claims[name] ?? 0) * 1000;
  const groups = claims['cognito:groups'];
  if (text('sub') === '') throw notAToken();
  return {
    sub: text('sub'),
    email: text('email') || text('cognito:username') || text('sub'),
    groups: Array.isArray(groups) ? groups.filter((group) => typeof group === 'string') : [],
    issuer: text('iss'),
    audience: text('aud'),
    issuedAt: time('iat'),
    expiresAt: time('exp'),
  };
};

const payloadOf = (token: string): Readonly<Record<string, unknown>> => {
  try {
    const [, payload = ''] = token.split('.');
    const binary = atob(payload.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof claims === 'object' && claims !== null) return { ...claims };
  } catch {
    // Told below, without the token in it.
  }
  throw notAToken();
};

const notAToken = () => new Error('The user pool gave something that is not an ID token.');
