import { ErrorResponse } from 'oidc-client-ts';
import { describe, expect, it } from 'vitest';
import { callbackError, refreshError } from '../../../web/sign-in/hosted-errors.ts';
import { SignInError } from '../../../web/sign-in/sign-in-error.ts';

const response = (error: string, error_description?: string) =>
  new ErrorResponse({ error, ...(error_description !== undefined && { error_description }) });

describe('coming back from the hosted pages without success', () => {
  it.each([
    [response('access_denied', 'User cancelled'), 'Sign-in was refused or cancelled: User cancelled'],
    [response('access_denied'), 'Sign-in was refused or cancelled.'],
    [response('invalid_request', 'Bad scope'), 'Sign-in failed: Bad scope'],
    [response('server_error'), 'Sign-in failed: server_error'],
    [
      new Error('No matching state found in storage'),
      'This sign-in was begun in another tab or has been used already.',
    ],
    [new TypeError('Failed to fetch'), 'Sign-in failed: Failed to fetch'],
  ])('is said in words: %s', (cause, message) => {
    expect(callbackError(cause)).toMatchObject({ code: 'callback', message });
  });
});

describe('a token that could not be exchanged', () => {
  it.each(['invalid_grant', 'invalid_client', 'unauthorized_client'])('ends the session: %s', (error) => {
    expect(refreshError(response(error))).toMatchObject({ code: 'session-over' });
  });

  it.each([response('server_error'), response('temporarily_unavailable'), new TypeError('Failed to fetch')])(
    'may be exchanged later: %s',
    (cause) => {
      expect(refreshError(cause)).toMatchObject({ code: 'network' });
    },
  );

  it('keeps an end that is in words already', () => {
    const error = new SignInError('session-over', 'Your session is over.');
    expect(refreshError(error)).toBe(error);
  });
});
