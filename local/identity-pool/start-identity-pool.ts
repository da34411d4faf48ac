// The stand-in for a Cognito identity pool: `POST /` with `x-amz-target`, unsigned, open to browsers as AWS's is.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { answerCall, type CallDesk, sendFailure } from '../iot/answer-call.ts';
import type { CredentialStore } from '../iot/credentials.ts';
import { startLocalServer } from '../iot/local-server.ts';
import { parseJsonObject, readBody } from '../iot/read-body.ts';
import { createIdentities } from './identities.ts';
import { type IdentityPool, identityFailure, identityOperations } from './identity-operations.ts';
import { createVerifyLogin, type Login, type UserPool } from './verify-login.ts';

export type IdentityPoolOptions = UserPool & {
  readonly region: string;
  readonly identityPoolId: string;
  /** Of the stand-in for IoT Core: the broker must know the credentials, and all calls are recorded in one place. */
  readonly iotCore: { readonly desk: CallDesk; readonly credentials: CredentialStore };
  /** The server-side token check; every verified login is good when absent. */
  readonly isGood?: (login: Login) => boolean | Promise<boolean>;
  readonly port?: number;
};

export type RunningIdentityPool = { readonly url: string; readonly close: () => Promise<void> };

export const startIdentityPool = async (options: IdentityPoolOptions): Promise<RunningIdentityPool> => {
  const { desk, credentials } = options.iotCore;
  const pool: IdentityPool = {
    identityPoolId: options.identityPoolId,
    userPoolId: options.userPoolId,
    identities: createIdentities(options.region, options.identityPoolId),
    credentials,
    verifyLogin: createVerifyLogin(options),
    isGood: options.isGood ?? (() => true),
    now: desk.now,
  };
  const { port, close } = await startLocalServer(listener(pool, desk), options.port ?? 0);
  return { url: `http://127.0.0.1:${port}`, close };
};

const contentType = 'application/x-amz-json-1.1';

const listener =
  (pool: IdentityPool, desk: CallDesk): RequestListener =>
  (request, response) => {
    response.setHeader('access-control-allow-origin', '*');
    answer(pool, desk, request, response).catch((cause: unknown) =>
      sendFailure(response, contentType, {
        name: 'InternalErrorException',
        status: 500,
        message: String(cause),
      }),
    );
  };

const answer = async (
  pool: IdentityPool,
  desk: CallDesk,
  request: IncomingMessage,
  response: ServerResponse,
) => {
  if (request.method === 'OPTIONS') return answerPreflight(response);
  const [, operation = ''] = String(request.headers['x-amz-target']).split('AWSCognitoIdentityService.');
  const act = Object.hasOwn(identityOperations, operation) ? identityOperations[operation] : undefined;
  const body = await readBody(request);
  const input = parseJsonObject(body?.toString('utf8') ?? '?');
  if (request.method !== 'POST' || act === undefined) {
    return sendFailure(
      response,
      contentType,
      identityFailure('UnknownOperationException', 'No such operation'),
    );
  }
  await answerCall(
    desk,
    {
      service: 'cognito-identity',
      operation,
      input: withoutTokens(input),
      throttled: identityFailure('TooManyRequestsException', 'Rate exceeded'),
      contentType,
      run: () => act(pool, input),
    },
    response,
  );
};

const answerPreflight = (response: ServerResponse): void => {
  response
    .writeHead(200, {
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': '*',
      'access-control-max-age': '172800',
    })
    .end();
};

const withoutTokens = (input: Record<string, unknown> | undefined): unknown => {
  const { Logins: logins } = input ?? {};
  if (typeof logins !== 'object' || logins === null) return input;
  return {
    ...input,
    Logins: Object.fromEntries(Object.keys(logins).map((provider) => [provider, '(token)'])),
  };
};
