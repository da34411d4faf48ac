import { describe, expect, it } from 'vitest';
import { SignInError, signInErrorOf } from '../../../web/sign-in/sign-in-error.ts';

const thrown = (name: string, message: string) => Object.assign(new Error(message), { name });

describe('what the user pool refuses', () => {
  it.each([
    ['NotAuthorizedException', 'Incorrect username or password.', 'Incorrect username or password.'],
    ['NotAuthorizedException', 'User is disabled.', 'User is disabled.'],
    ['UsernameExistsException', 'x', 'There is an account with this email address: sign in instead.'],
    ['CodeMismatchException', 'x', 'This is not the code that was sent.'],
    ['ExpiredCodeException', 'x', 'The code has expired: have a new one sent.'],
    [
      'InvalidPasswordException',
      'Password did not conform with policy: Password not long enough',
      'The password is not one that this user pool takes: Password not long enough',
    ],
    ['TooManyRequestsException', 'x', 'Too many tries: Cognito wants a pause. Wait a few minutes.'],
    ['LimitExceededException', 'x', 'Too many tries: Cognito wants a pause. Wait a few minutes.'],
    [
      'TypeError',
      'Failed to fetch',
      'The user pool does not answer. Is it running, and is the network there?',
    ],
    ['TimeoutError', 'x', 'The user pool does not answer. Is it running, and is the network there?'],
    ['InternalErrorException', 'Oops', 'The user pool answered InternalErrorException: Oops'],
  ])('is said in words: %s, %j', (name, message, words) => {
    expect(signInErrorOf(thrown(name, message))).toMatchObject({ code: name, message: words });
  });

  it('is left as it is when it is in words already', () => {
    const error = new SignInError('session-over', 'Your session is over.');
    expect(signInErrorOf(error)).toBe(error);
  });
});
