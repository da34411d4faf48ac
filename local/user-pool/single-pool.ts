// The one user pool and app client of the local stack, as cognito-local's operations see them.
import { ResourceNotFoundError, UnsupportedError } from 'cognito-local/lib/errors.js';
import type { AppClient } from 'cognito-local/lib/services/appClient.js';
import { type CognitoService, USER_POOL_AWS_DEFAULTS } from 'cognito-local/lib/services/cognitoService.js';
import type { Context } from 'cognito-local/lib/services/context.js';
import { DateClock } from 'cognito-local/lib/services/index.js';
import {
  type UserPoolService,
  UserPoolServiceFactoryImpl,
} from 'cognito-local/lib/services/userPoolService.js';
import { memoryStore, memoryStores } from './memory-store.ts';

export type SinglePool = { readonly cognito: CognitoService; readonly pool: UserPoolService };

export const openSinglePool = async (
  context: Context,
  {
    userPoolId,
    clientId,
    region,
  }: { readonly userPoolId: string; readonly clientId: string; readonly region: string },
): Promise<SinglePool> => {
  const clients = memoryStore({ Clients: {} });
  const pool = await new UserPoolServiceFactoryImpl(new DateClock(), memoryStores).create(context, clients, {
    ...USER_POOL_AWS_DEFAULTS,
    Id: userPoolId,
    Name: 'local',
    Arn: `arn:aws:cognito-idp:${region}:123456789012:userpool/${userPoolId}`,
    UsernameAttributes: ['email'],
    AutoVerifiedAttributes: ['email'],
  });
  await pool.saveAppClient(context, appClient(userPoolId, clientId));
  keepOthersChanges(pool);
  const findClient = (id: string) => clients.get<AppClient>(context, ['Clients', id]);
  const listClients = async () =>
    Object.values(await clients.get<Record<string, AppClient>>(context, 'Clients', {}));
  return { pool, cognito: cognitoServiceOf(pool, findClient, listClients) };
};

/** Without a secret; validities are Cognito's defaults. */
const appClient = (userPoolId: string, clientId: string): AppClient => ({
  UserPoolId: userPoolId,
  ClientId: clientId,
  ClientName: 'local',
  CreationDate: new Date(),
  LastModifiedDate: new Date(),
  ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  AccessTokenValidity: 60,
  IdTokenValidity: 60,
  RefreshTokenValidity: 30,
  TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'days' },
});

/**
 * cognito-local saves a refresh token together with the user as read before the triggers ran, which would undo
 * what an administrator did meanwhile: disable the user, sign it out, delete it.
 */
const keepOthersChanges = (pool: UserPoolService): void => {
  pool.storeRefreshToken = async (context, refreshToken, { Username }) => {
    const user = await pool.getUserByUsername(context, Username);
    if (user) await pool.saveUser(context, { ...user, RefreshTokens: [...user.RefreshTokens, refreshToken] });
  };
};

const cognitoServiceOf = (
  pool: UserPoolService,
  findClient: (clientId: string) => Promise<AppClient | null>,
  listClients: () => Promise<readonly AppClient[]>,
): CognitoService => ({
  getAppClient: (_context, clientId) => findClient(clientId),
  getUserPool: async (_context, userPoolId) => {
    if (userPoolId === pool.options.Id) return pool;
    throw new ResourceNotFoundError(`User pool ${userPoolId} does not exist.`);
  },
  getUserPoolForClientId: async (_context, clientId) => {
    if (await findClient(clientId)) return pool;
    throw new ResourceNotFoundError(`User pool client ${clientId} does not exist.`);
  },
  listAppClients: listClients,
  listUserPools: async () => [pool.options],
  createUserPool: () => Promise.reject(new UnsupportedError('The local stack has one user pool.')),
  deleteUserPool: () => Promise.reject(new UnsupportedError('The local stack keeps its user pool.')),
});
