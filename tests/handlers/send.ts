// Requests of somebody who has signed in, through a function's routes, and their whole answers.
import { lambda, type Routes } from '../../src/http/lambda.ts';
import { now } from '../fakes/samples.ts';
import { gatewayEvent, lambdaContext } from '../http/gateway-event.ts';
import type { TokenIssuer } from '../http/token-issuer.ts';

export const adminGroup = 'admins';

type Request = Parameters<typeof gatewayEvent>[1] & {
  readonly sub?: string;
  readonly groups?: readonly string[];
  readonly json?: unknown;
};

export const sending =
  (issuer: () => TokenIssuer, routes: () => Routes, options: Partial<Parameters<typeof lambda>[1]> = {}) =>
  async (
    route: Parameters<typeof gatewayEvent>[0],
    { sub = 'user-1', groups = [], json, headers, ...request }: Request = {},
  ) => {
    const answer = await lambda(routes(), { corsOrigins: [], clock: () => now, ...options })(
      gatewayEvent(route, {
        ...request,
        ...(json !== undefined && { body: JSON.stringify(json) }),
        headers: {
          Authorization: issuer().idToken({ sub, 'cognito:groups': groups, iat: now / 1000 - 60 }),
          'Content-Type': 'application/json',
          ...headers,
        },
      }),
      lambdaContext(),
    );
    return { ...answer, body: answer.body === '' ? undefined : JSON.parse(answer.body) };
  };
