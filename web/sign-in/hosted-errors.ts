// What goes wrong on the way to the hosted pages and back, in words.
import { ErrorResponse } from 'oidc-client-ts';
import { SignInError } from './sign-in-error.ts';

/** The hosted pages sent the user back, and nobody is signed in. */
export const callbackError = (cause: unknown): SignInError =>
  new SignInError('callback', callbackWords(cause), cause);

const callbackWords = (cause: unknown): string => {
  if (cause instanceof ErrorResponse) {
    const { error, error_description: description } = cause;
    return error === 'access_denied'
      ? `Sign-in was refused or cancelled${description ? `: ${description}` : '.'}`
      : `Sign-in failed: ${description ?? error ?? cause.message}`;
  }
  const { message } = cause instanceof Error ? cause : new Error(String(cause));
  return message.startsWith('No matching state')
    ? 'This sign-in was begun in another tab or has been used already.'
    : `Sign-in failed: ${message}`;
};

/** There is no new token: for good, or for now. */
export const refreshError = (cause: unknown): SignInError => {
  if (cause instanceof SignInError) return cause;
  if (cause instanceof ErrorResponse && refusals.has(cause.error ?? '')) {
    return new SignInError('session-over', `Your session is over (${cause.error}). Sign in again.`, cause);
  }
  const { message } = cause instanceof Error ? cause : new Error(String(cause));
  return new SignInError('network', `The user pool gives no new token now: ${message}`, cause);
};

/** RFC 6749 §5.2; what else is answered may pass, as a server's error does. */
const refusals = new Set(['invalid_grant', 'invalid_client', 'unauthorized_client']);
