// The calls of a Cognito user pool that need no signature: sign-in by user name and password, and sign-up.
import {
  type AuthenticationResultType,
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  RevokeTokenCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Settings } from '../shared/settings.ts';
import type { Tokens } from './account.ts';
import { SignInError, signInErrorOf } from './sign-in-error.ts';

/** @throws `SignInError`, each of them. */
export type UserPool = {
  readonly signIn: (username: string, password: string) => Promise<Tokens>;
  readonly refresh: (tokens: Tokens) => Promise<Tokens>;
  readonly revoke: (tokens: Tokens) => Promise<void>;
  /** Whether a code is wanted now. */
  readonly signUp: (username: string, password: string) => Promise<{ readonly isConfirmed: boolean }>;
  readonly confirm: (username: string, code: string) => Promise<void>;
  readonly resendCode: (username: string) => Promise<void>;
};

export const createUserPool = ({ region, userPoolClientId: ClientId, endpoints }: Settings): UserPool => {
  const client = new CognitoIdentityProviderClient({
    region,
    ...(endpoints && { endpoint: endpoints.cognitoIdp }),
    requestHandler: { requestTimeout: 10_000 },
  });
  const told = async <Answer>(asked: Promise<Answer>): Promise<Answer> => {
    try {
      return await asked;
    } catch (cause) {
      throw signInErrorOf(cause);
    }
  };

  return {
    signIn: async (USERNAME, PASSWORD) => {
      const { AuthenticationResult, ChallengeName } = await told(
        client.send(
          new InitiateAuthCommand({
            AuthFlow: 'USER_PASSWORD_AUTH',
            ClientId,
            AuthParameters: { USERNAME, PASSWORD },
          }),
        ),
      );
      if (!AuthenticationResult) throw challenge(ChallengeName);
      return tokensOf(AuthenticationResult);
    },
    refresh: async ({ refreshToken }) => {
      const { AuthenticationResult, ChallengeName } = await told(
        client.send(
          new InitiateAuthCommand({
            AuthFlow: 'REFRESH_TOKEN_AUTH',
            ClientId,
            AuthParameters: { REFRESH_TOKEN: refreshToken },
          }),
        ),
      ).catch(asEnd);
      if (!AuthenticationResult) throw challenge(ChallengeName);
      return tokensOf({ RefreshToken: refreshToken, ...AuthenticationResult });
    },
    revoke: async ({ refreshToken }) => {
      await told(client.send(new RevokeTokenCommand({ ClientId, Token: refreshToken })));
    },
    signUp: async (Username, Password) => {
      const UserAttributes = [{ Name: 'email', Value: Username }];
      const { UserConfirmed } = await told(
        client.send(new SignUpCommand({ ClientId, Username, Password, UserAttributes })),
      );
      return { isConfirmed: UserConfirmed === true };
    },
    confirm: async (Username, ConfirmationCode) => {
      await told(client.send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode })));
    },
    resendCode: async (Username) => {
      await told(client.send(new ResendConfirmationCodeCommand({ ClientId, Username })));
    },
  };
};

/** The pool will not take this refresh token again, whatever its reason; anything else may pass. */
const asEnd = (error: SignInError): never => {
  throw ['NotAuthorizedException', 'UserNotFoundException', 'ResourceNotFoundException'].includes(error.code)
    ? new SignInError('session-over', `Your session is over: ${error.message} Sign in again.`, error)
    : error;
};

const challenge = (name = 'something else') =>
  new SignInError('challenge', `Cognito asks for ${name}, which this form cannot answer.`);

const tokensOf = ({ IdToken, RefreshToken, ExpiresIn = 3600 }: AuthenticationResultType): Tokens => {
  if (!IdToken || !RefreshToken) throw new SignInError('challenge', 'Cognito gave no tokens.');
  return { idToken: IdToken, refreshToken: RefreshToken, expiresAt: Date.now() + ExpiresIn * 1000 };
};
