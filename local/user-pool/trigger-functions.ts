// The user pool's Lambda triggers, with the events that Cognito sends (Cognito developer guide, "Customizing user
// pool workflows with Lambda triggers", version 1).
import {
  CognitoError,
  InvalidLambdaResponseError,
  UnsupportedError,
  UserLambdaValidationError,
} from 'cognito-local/lib/errors.js';
import type { Context } from 'cognito-local/lib/services/context.js';
import type { Triggers } from 'cognito-local/lib/services/index.js';
import { attributesToRecord, type UserPoolService } from 'cognito-local/lib/services/userPoolService.js';
import * as z from 'zod/mini';
import { type FunctionAnswer, invokeFunction } from './invoke-function.ts';

export type TriggerFunctions = {
  /** The Lambda endpoint. */
  readonly lambdaUrl: string;
  /** Names of functions. */
  readonly postConfirmation?: string;
  readonly preTokenGeneration?: string;
};

/** "must answer in 5 s, tried 3 times, not configurable" */
const timeoutMs = 5_000;
const attempts = 3;

export const triggersOf = (
  functions: TriggerFunctions | undefined,
  pool: UserPoolService,
  region: string,
): Triggers => {
  const call = async (functionName: string, event: CommonEvent): Promise<unknown> => {
    const answer = await tried(functionName, event, functions?.lambdaUrl ?? '');
    if (answer.kind === 'failed')
      throw new UserLambdaValidationError(`${event.trigger} failed with error ${answer.message}.`);
    const parsed = Response.safeParse(answer.payload);
    if (!parsed.success) throw new InvalidLambdaResponseError();
    return parsed.data.response;
  };
  const tried = async (
    functionName: string,
    event: CommonEvent,
    lambdaUrl: string,
  ): Promise<FunctionAnswer> => {
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      try {
        return await invokeFunction(lambdaUrl, functionName, eventOf(event, region), {
          type: 'RequestResponse',
          timeoutMs,
        });
      } catch {
        // Cognito, too, tells the caller no more than that it did not work.
      }
    }
    // cognito-local has this error under a name that the SDK does not know.
    throw new CognitoError('UnexpectedLambdaException', `${event.trigger} invocation failed.`);
  };

  return {
    enabled: (trigger) => {
      if (trigger === 'PostConfirmation') return functions?.postConfirmation !== undefined;
      return trigger === 'PreTokenGeneration' && functions?.preTokenGeneration !== undefined;
    },
    postConfirmation: async (_context, { source, clientId, userAttributes, username, clientMetadata }) => {
      await call(functions?.postConfirmation ?? '', {
        trigger: 'PostConfirmation',
        source,
        clientId,
        username,
        userPoolId: pool.options.Id,
        request: {
          userAttributes: attributesToRecord(userAttributes),
          ...(clientMetadata && { clientMetadata }),
        },
        response: {},
      });
    },
    preTokenGeneration: async (context, { source, clientId, userAttributes, username, clientMetadata }) => {
      const response = await call(functions?.preTokenGeneration ?? '', {
        trigger: 'PreTokenGeneration',
        source: `TokenGeneration_${source}`,
        clientId,
        username,
        userPoolId: pool.options.Id,
        request: {
          userAttributes: attributesToRecord(userAttributes),
          groupConfiguration: {
            groupsToOverride: await groupsOf(context, pool, username),
            iamRolesToOverride: [],
            preferredRole: null,
          },
          ...(clientMetadata && { clientMetadata }),
        },
        response: { claimsOverrideDetails: null },
      });
      return PreTokenResponse.parse(response);
    },
    customMessage: unused,
    customEmailSender: unused,
    postAuthentication: unused,
    preSignUp: unused,
    userMigration: unused,
  };
};

type CommonEvent = {
  readonly trigger: string;
  readonly source: string;
  readonly clientId: string | null;
  readonly username: string;
  readonly userPoolId: string;
  readonly request: object;
  readonly response: object;
};

const eventOf = (
  { source, clientId, username, userPoolId, request, response }: CommonEvent,
  region: string,
) => ({
  version: '1',
  region,
  userPoolId,
  userName: username,
  callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId },
  triggerSource: source,
  request,
  response,
});

const groupsOf = async (context: Context, pool: UserPoolService, username: string) => {
  const user = await pool.getUserByUsername(context, username);
  return user ? pool.listUserGroupMembership(context, user) : [];
};

const unused = (): Promise<never> =>
  Promise.reject(new UnsupportedError('The service has no function for this trigger.'));

const Response = z.object({ response: z.unknown() });
const Claims = z.record(z.string(), z.string());
const PreTokenResponse = z.object({
  claimsOverrideDetails: z.pipe(
    z.nullish(
      z.object({
        claimsToAddOrOverride: z.optional(Claims),
        claimsToSuppress: z.optional(z.array(z.string())),
      }),
    ),
    z.transform((details) => details ?? {}),
  ),
});
