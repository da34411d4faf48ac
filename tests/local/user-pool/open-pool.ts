// A local user pool with two users, and a client of it, for one test file.
import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  type LocalUserPool,
  startUserPool,
  type UserPoolOptions,
} from '../../../local/user-pool/start-user-pool.ts';

export const userPoolId = 'us-east-1_Local0001';
export const clientId = 'localclient0000000000000001';
export const alice = {
  username: 'alice@example.com',
  password: 'Alice-Password-1',
  groups: [],
  userId: '11111111-1111-4111-8111-111111111111',
};
export const admin = { username: 'admin@example.com', password: 'Admin-Password-1', groups: ['admins'] };

export type OpenPool = {
  readonly local: LocalUserPool;
  readonly client: CognitoIdentityProviderClient;
  close(): Promise<void>;
};

export const openPool = async (options: Partial<UserPoolOptions> = {}): Promise<OpenPool> => {
  const local = await startUserPool({
    region: 'us-east-1',
    userPoolId,
    clientId,
    users: [alice, admin],
    ...options,
  });
  const client = clientOf(local.url);
  return {
    local,
    client,
    close: async () => {
      client.destroy();
      await local.close();
    },
  };
};

const clientOf = (endpoint: string): CognitoIdentityProviderClient =>
  new CognitoIdentityProviderClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });

export type SignedIn = {
  readonly idToken: string;
  readonly accessToken: string;
  readonly refreshToken: string;
};

/** Signs in as an app does: by user name and password, without credentials of its own. */
export const signIn = async (
  client: CognitoIdentityProviderClient,
  username: string,
  password: string,
): Promise<SignedIn> => {
  const { AuthenticationResult } = await client.send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD: password },
    }),
  );
  const { IdToken = '', AccessToken = '', RefreshToken = '' } = AuthenticationResult ?? {};
  return { idToken: IdToken, accessToken: AccessToken, refreshToken: RefreshToken };
};

export const refresh = async (
  client: CognitoIdentityProviderClient,
  refreshToken: string,
): Promise<string> => {
  const { AuthenticationResult } = await client.send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: refreshToken },
    }),
  );
  return AuthenticationResult?.IdToken ?? '';
};

/** What a token says, unverified. */
export const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
