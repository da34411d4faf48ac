// The echo service as a local API, and ways to ask it.
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { startApi } from '../../../local/api/start-api.ts';
import { userPoolId } from '../iot/user-pool-keys.ts';

export const startEcho = (
  settings: { readonly jwksUrl: string; readonly port?: number; readonly lambdaPort?: number },
  env: Readonly<Record<string, string>> = { TABLE_NAME: 'things' },
) =>
  startApi({
    port: settings.port ?? 0,
    ...(settings.lambdaPort !== undefined && { lambdaPort: settings.lambdaPort }),
    region: 'eu-west-1',
    folder: fileURLToPath(new URL('echo', import.meta.url)),
    env: {
      CORS_ORIGINS: 'https://app.example,https://other.example',
      USER_POOL_ID: userPoolId,
      JWKS_URI: settings.jwksUrl,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_ENDPOINT_URL_IOT: 'http://127.0.0.1:1',
      UNDECLARED: 'x',
      ...env,
    },
  });

/** What the echo function says it was given. */
export const Echo = z.object({
  event: z.object({
    httpMethod: z.string(),
    path: z.string(),
    resource: z.string(),
    body: z.nullable(z.string()),
    headers: z.record(z.string(), z.string()),
    pathParameters: z.nullable(z.record(z.string(), z.string())),
    queryStringParameters: z.nullable(z.record(z.string(), z.string())),
    requestContext: z.object({ requestId: z.string(), authorizer: z.unknown() }),
  }),
  env: z.record(z.string(), z.string()),
});

/** The header that makes the echo function answer so. */
export const reply = (wish: {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly fault?: 'throw' | 'hang' | 'nonsense';
}) => ({ 'x-reply': JSON.stringify(wish) });
