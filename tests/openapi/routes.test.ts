// The same routes everywhere: in the document, in serverless.yml, and in the handlers that serverless.yml names.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { parseCloudFormation } from '../../local/cloudformation-yaml.ts';
import { operations } from '../../src/openapi/operations.ts';

const routesOfHandler = vi.hoisted(() => ({ last: [] as readonly string[] }));
vi.mock('../../src/http/lambda.ts', () => ({
  lambda: (routes: Readonly<Record<string, unknown>>) => {
    routesOfHandler.last = Object.keys(routes);
  },
}));

const Service = z.object({
  functions: z.record(
    z.string(),
    z.object({
      handler: z.string(),
      environment: z.optional(z.record(z.string(), z.unknown())),
      events: z._default(
        z.array(
          z.object({
            http: z.optional(
              z.object({ method: z.string(), path: z.string(), authorizer: z.optional(z.unknown()) }),
            ),
          }),
        ),
        [],
      ),
    }),
  ),
});

const root = new URL('../../', import.meta.url);
const { functions } = Service.parse(
  parseCloudFormation(await readFile(new URL('serverless.yml', root), 'utf8')),
);

const deployed = Object.entries(functions).flatMap(([name, { handler, events }]) => {
  const routes = events.flatMap(({ http }) => (http === undefined ? [] : [http]));
  return routes.length === 0 ? [] : [{ name, file: handler.replace(/\.handler$/, '.ts'), routes }];
});

const routeOf = ({ method, path }: { readonly method: string; readonly path: string }) =>
  `${method.toUpperCase()} /${path.replace(/^\//, '')}`;

const named = (routes: readonly { readonly method: string; readonly path: string }[]) =>
  routes
    .map(routeOf)
    .filter((route) => !route.startsWith('ANY '))
    .sort();

const environment = {
  ACCOUNT_ID: '123456789012',
  ADMIN_GROUP: 'admins',
  API_URL: 'https://abcdefghij.execute-api.us-east-1.amazonaws.com/dev',
  AWS_REGION: 'us-east-1',
  CORS_ORIGINS: 'http://localhost:8000',
  IDENTITY_POOL_ID: 'us-east-1:11111111-2222-4333-8444-555555555555',
  POLICY_PREFIX: 'iot-attache-dev',
  RETAINED_TOPICS: 'users/${identityId}/#',
  TABLE_NAME: 'iot-attache-dev',
  USER_POOL_CLIENT_IDS: 'client',
  USER_POOL_ID: 'us-east-1_TestPool1',
};

describe('the routes', () => {
  beforeAll(() => {
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  });
  afterAll(() => {
    vi.unstubAllEnvs();
  });

  it('of serverless.yml are those of the document', () => {
    expect(named(deployed.flatMap(({ routes }) => routes))).toEqual(named(operations));
  });

  it.each(deployed)('of $name are those that its handler answers', async ({ file, routes }) => {
    routesOfHandler.last = [];
    await import(new URL(file, root).href);
    expect([...routesOfHandler.last].sort()).toEqual(named(routes));
  });

  it('are guarded where the document says that a token is wanted', () => {
    const guarded = deployed.flatMap(({ routes }) => routes.filter(({ authorizer }) => authorizer));
    expect(named(guarded)).toEqual(named(operations.filter(({ who }) => who !== 'anyone')));
  });
});
