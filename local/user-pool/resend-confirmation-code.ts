// ResendConfirmationCode, which cognito-local does not have. Nothing is sent: the code is the same for every sign-up.
import { InvalidParameterError } from 'cognito-local/lib/errors.js';
import type { Route } from 'cognito-local/lib/server/Router.js';
import type { UserPoolService } from 'cognito-local/lib/services/userPoolService.js';
import * as z from 'zod/mini';

export const resendConfirmationCode =
  (pool: UserPoolService): Route =>
  async (context, request) => {
    const { Username } = Request.parse(request);
    const user = await pool.getUserByUsername(context, Username);
    if (user && user.UserStatus !== 'UNCONFIRMED')
      throw new InvalidParameterError('User is already confirmed.');
    // The same for whoever does not exist (PreventUserExistenceErrors).
    const Destination = `${Username.slice(0, 1)}***@***`;
    return { CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination } };
  };

const Request = z.object({ Username: z._default(z.string(), '') });
