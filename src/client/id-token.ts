// What the client needs to know of its ID token. Nothing is verified here: the service and the identity pool do.
import { AttacheError } from './attache-error.ts';
import { isObject } from './wire.ts';

export type IdToken = {
  readonly text: string;
  /** `sub`. */
  readonly userId: string;
  /** The user pool as the identity pool names it: the issuer without its scheme. */
  readonly provider: string;
};

/** Asked anew for every request: sign-in libraries keep the token and refresh it when it is about to expire. */
export const readIdToken = async (getIdToken: () => Promise<string>): Promise<IdToken> => {
  let text: string;
  try {
    text = await getIdToken();
  } catch (cause) {
    throw new AttacheError('token-unavailable', 'getIdToken failed: is anybody signed in?', { cause });
  }
  const { sub, iss } = claimsOf(text);
  if (typeof sub !== 'string' || typeof iss !== 'string') throw notAnIdToken();
  return { text, userId: sub, provider: iss.replace(/^https:\/\//, '') };
};

const claimsOf = (token: string): Readonly<Record<string, unknown>> => {
  try {
    const [, payload = ''] = token.split('.');
    const bytes = atob(payload.replaceAll('-', '+').replaceAll('_', '/'));
    const claims: unknown = JSON.parse(bytes);
    if (isObject(claims)) return claims;
  } catch {
    // Told below, without the token in it.
  }
  throw notAnIdToken();
};

const notAnIdToken = () =>
  new AttacheError('token-invalid', 'getIdToken must give the ID token (a JWT) of a Cognito user pool.');
