// Tokens of the local user pool's users, as hosted pages get them from the pool behind them.
import {
  type AuthenticationResultType,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  NotAuthorizedException,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import * as z from 'zod/mini';
import type { StackDescription } from '../../../local/stack-description.ts';
import { idTokenOf } from '../pool-tokens.ts';
import type { Credentials } from './sign-in-form.ts';

export type HostedTokens = { readonly id_token: string; readonly refresh_token: string };

export const hostedTokens = (stack: StackDescription) => {
  const { region, userPoolClientId: ClientId, endpoints } = stack;
  const pool = new CognitoIdentityProviderClient({
    region,
    endpoint: endpoints.cognitoIdp,
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  });
  const initiate = async (
    AuthFlow: 'USER_PASSWORD_AUTH' | 'REFRESH_TOKEN_AUTH',
    AuthParameters: Record<string, string>,
  ): Promise<AuthenticationResultType | undefined> => {
    try {
      const answer = await pool.send(new InitiateAuthCommand({ AuthFlow, ClientId, AuthParameters }));
      return answer.AuthenticationResult;
    } catch (error) {
      if (error instanceof NotAuthorizedException) return undefined;
      throw error;
    }
  };
  /** When the user has signed in, by refresh token. */
  const signedInAt = new Map<string, number>();

  return {
    /** `undefined` for a wrong password. */
    signIn: async ({ username, password }: Credentials): Promise<HostedTokens | undefined> => {
      const result = await initiate('USER_PASSWORD_AUTH', { USERNAME: username, PASSWORD: password });
      if (!result?.IdToken || !result.RefreshToken) return undefined;
      signedInAt.set(result.RefreshToken, claimsOf(result.IdToken).auth_time);
      return { id_token: result.IdToken, refresh_token: result.RefreshToken };
    },
    /** `undefined` when the pool refuses it. */
    refresh: async (refreshToken: string): Promise<Omit<HostedTokens, 'refresh_token'> | undefined> => {
      const result = await initiate('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: refreshToken });
      const auth_time = signedInAt.get(refreshToken);
      if (!result?.IdToken || auth_time === undefined) return undefined;
      // OpenID Connect Core §12.2: the time of the sign-in, not of the refresh, which cognito-local says.
      return { id_token: idTokenOf(stack, { ...claimsOf(result.IdToken), auth_time }) };
    },
    revoke: async (refreshToken: string): Promise<void> => {
      await pool.send(new RevokeTokenCommand({ ClientId, Token: refreshToken }));
    },
  };
};

const Claims = z.looseObject({ sub: z.string(), auth_time: z.number() });

const claimsOf = (token: string) =>
  Claims.parse(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()));
