// What administrators do to one user, where cognito-local has nothing or answers less than Cognito.
import { UserNotFoundError } from 'cognito-local/lib/errors.js';
import type { Route } from 'cognito-local/lib/server/Router.js';
import type { Context } from 'cognito-local/lib/services/context.js';
import type { User, UserPoolService } from 'cognito-local/lib/services/userPoolService.js';
import * as z from 'zod/mini';

/** AdminUserGlobalSignOut: no refresh token works any more. ID tokens stay valid until they expire, as on AWS. */
export const signOutEverywhere =
  (pool: UserPoolService): Route =>
  async (context, request) => {
    const user = await requireUser(context, pool, request);
    await pool.saveUser(context, { ...user, RefreshTokens: [] });
    return {};
  };

/** Lets an operation that knows users by their stored name only find them by any alias, too. */
export const byStoredName =
  (pool: UserPoolService, route: Route): Route =>
  async (context, request) => {
    const { Username } = await requireUser(context, pool, request);
    return route(context, { ...request, Username });
  };

const requireUser = async (context: Context, pool: UserPoolService, request: unknown): Promise<User> => {
  const { Username } = Request.parse(request);
  const user = await pool.getUserByUsername(context, Username);
  if (!user) throw new UserNotFoundError('User does not exist.');
  return user;
};

const Request = z.object({ Username: z._default(z.string(), '') });
