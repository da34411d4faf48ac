// What CloudTrail tells EventBridge of changes to users: after the call, in no order, and with what is private masked.
import { CognitoError } from 'cognito-local/lib/errors.js';
import type { Route } from 'cognito-local/lib/server/Router.js';
import type { Context } from 'cognito-local/lib/services/context.js';
import { attributeValue, type UserPoolService } from 'cognito-local/lib/services/userPoolService.js';
import * as z from 'zod/mini';
import { cloudTrailEvent } from './cloud-trail-event.ts';
import { invokeFunction } from './invoke-function.ts';

export type EventTarget = {
  /** The Lambda endpoint. */
  readonly lambdaUrl: string;
  readonly functionName: string;
  /** Twelve digits. */
  readonly accountId: string;
};

export type AdministrationEvents = {
  /** Wraps an operation: an event follows each call, with its error where it is refused. */
  reported(operation: string, route: Route): Route;
  /** Waits until everything reported so far has been delivered, or given up. */
  settled(): Promise<void>;
};

export const reportedOperations: ReadonlySet<string> = new Set([
  'AdminAddUserToGroup',
  'AdminDeleteUser',
  'AdminDisableUser',
  'AdminEnableUser',
  'AdminRemoveUserFromGroup',
  'AdminUserGlobalSignOut',
  'DeleteUser',
]);

const timeoutMs = 5_000;

export const createAdministrationEvents = (
  target: EventTarget | undefined,
  pool: UserPoolService,
  region: string,
): AdministrationEvents => {
  const underWay = new Set<Promise<unknown>>();

  const report = (
    operation: string,
    request: unknown,
    sub: string | undefined,
    failure?: CognitoError,
  ): void => {
    if (!target) return;
    const event = cloudTrailEvent({ operation, request, sub, region, accountId: target.accountId, failure });
    const delivery: Promise<unknown> = invokeFunction(target.lambdaUrl, target.functionName, event, {
      type: 'Event',
      timeoutMs,
    })
      // Best effort, as on AWS: whoever needs to know for certain looks for himself.
      .catch(() => undefined)
      .finally(() => underWay.delete(delivery));
    underWay.add(delivery);
  };

  return {
    reported: (operation, route) => async (context, request) => {
      // Afterwards a deleted user has no sub any more.
      const sub = await subOf(context, pool, request);
      try {
        const answer = await route(context, request);
        report(operation, request, sub);
        return answer;
      } catch (error) {
        if (error instanceof CognitoError) report(operation, request, sub, error);
        throw error;
      }
    },
    settled: async () => {
      await Promise.all(underWay);
    },
  };
};

const subOf = async (context: Context, pool: UserPoolService, request: unknown) => {
  const { Username, AccessToken } = Request.parse(request);
  if (Username === undefined) return AccessToken && claimsOf(AccessToken).sub;
  const user = await pool.getUserByUsername(context, Username);
  return user ? attributeValue('sub', user.Attributes) : undefined;
};

const claimsOf = (token: string): z.infer<typeof Claims> => {
  try {
    return Claims.parse(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()));
  } catch {
    return {};
  }
};

const Request = z.object({
  Username: z.optional(z.string()),
  AccessToken: z.optional(z.string()),
});
const Claims = z.object({ sub: z.optional(z.string()) });
