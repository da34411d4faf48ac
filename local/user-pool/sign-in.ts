// Signing in, with Cognito's answers where cognito-local has its own.
import { InvalidPasswordError, NotAuthorizedError } from 'cognito-local/lib/errors.js';
import type { Route } from 'cognito-local/lib/server/Router.js';
import type { Context } from 'cognito-local/lib/services/context.js';
import type { UserPoolService } from 'cognito-local/lib/services/userPoolService.js';
import * as z from 'zod/mini';

/** Wraps InitiateAuth and AdminInitiateAuth. */
export const signIn =
  (pool: UserPoolService, initiateAuth: Route): Route =>
  async (context, request) => {
    const parameters = AuthRequest.safeParse(request).data?.AuthParameters ?? {};
    await refuseDisabled(context, pool, parameters);
    try {
      return withLifetime(await initiateAuth(context, request));
    } catch (error) {
      if (error instanceof InvalidPasswordError) throw new NotAuthorizedError(wrongPassword);
      if (error instanceof NotAuthorizedError)
        throw new NotAuthorizedError(parameters.REFRESH_TOKEN ? revoked : wrongPassword);
      throw error;
    }
  };

const wrongPassword = 'Incorrect username or password.';
const revoked = 'Refresh Token has been revoked';

/** Only whoever knows the password, or holds a refresh token, learns that the user is disabled. */
const refuseDisabled = async (
  context: Context,
  pool: UserPoolService,
  { USERNAME, PASSWORD, REFRESH_TOKEN }: z.infer<typeof AuthParameters>,
): Promise<void> => {
  const user = REFRESH_TOKEN
    ? await pool.getUserByRefreshToken(context, REFRESH_TOKEN)
    : await pool.getUserByUsername(context, USERNAME ?? '');
  if (user && !user.Enabled && (REFRESH_TOKEN || user.Password === PASSWORD))
    throw new NotAuthorizedError('User is disabled.');
};

const withLifetime = (answer: unknown): unknown => {
  const { AuthenticationResult } = AuthAnswer.parse(answer);
  return AuthenticationResult
    ? { ...AuthAnswer.parse(answer), AuthenticationResult: { ...AuthenticationResult, ...lifetime } }
    : answer;
};
const lifetime = { ExpiresIn: 3600, TokenType: 'Bearer' };

const AuthParameters = z.object({
  USERNAME: z.optional(z.string()),
  PASSWORD: z.optional(z.string()),
  REFRESH_TOKEN: z.optional(z.string()),
});
const AuthRequest = z.object({ AuthParameters });
const AuthAnswer = z.looseObject({ AuthenticationResult: z.optional(z.looseObject({})) });
