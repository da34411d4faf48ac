import { describe, expect, it } from 'vitest';
import { pathOf, routesOf } from './routes.ts';
import { at, ofType, planted, type Template } from './template.ts';

/** Whoever adds a route without the authorizer adds it here, too. */
const publicPaths = ['/health', '/openapi.json', '/docs', '/.well-known/authzen-configuration'];

const guardedPaths: Readonly<Record<string, readonly string[]>> = {
  '/register-device': ['POST'],
  '/me': ['GET'],
  '/me/devices/{deviceId}': ['DELETE'],
  '/grants': ['GET', 'POST'],
  '/grants/batch': ['POST'],
  '/grants/{grantId}': ['GET', 'PUT', 'DELETE'],
  '/groups': ['GET'],
  '/groups/{group}': ['GET', 'PUT', 'DELETE'],
  '/users': ['GET'],
  '/users/{userId}': ['GET', 'DELETE'],
  '/users/{userId}/suspend': ['POST'],
  '/users/{userId}/resume': ['POST'],
  '/users/{userId}/disconnect': ['POST'],
  '/users/{userId}/devices/{deviceId}': ['DELETE'],
  '/reconciliations': ['POST'],
  '/access/v1/evaluation': ['POST'],
  '/access/v1/evaluations': ['POST'],
  '/access/v1/search/subject': ['POST'],
  '/audit-events': ['GET'],
};

const publicRoutes = publicPaths.flatMap((path) => [`GET ${path}`, `ANY ${path}`]);

/** `ANY` beside each path's own methods lets the function answer 405. */
const allRoutes = [
  ...publicRoutes,
  ...Object.entries(guardedPaths).flatMap(([path, methods]) =>
    [...methods, 'ANY'].map((method) => `${method} ${path}`),
  ),
];

export const routesSuite = (template: () => Template) =>
  describe('the routes', () => {
    it('are those of the API, and nothing else answers', () => {
      expect(
        routesOf(template())
          .map(({ route }) => route)
          .sort(),
      ).toEqual([...allRoutes].sort());
    });

    it('stand behind the user pool authorizer, or on the public list', () => {
      expect(openRoutes(template())).toEqual([...publicRoutes].sort());
    });

    it.each([
      ['an authorizer is dropped', 'ApiGatewayMethodMeGet', ['AuthorizationType'], 'NONE'],
      ['an authorizer is another one', 'ApiGatewayMethodMeGet', ['AuthorizerId', 'Ref'], 'Other'],
    ] as const)('would be found open when %s', (_, resource, path, value) => {
      expect(openRoutes(planted(template(), [resource, 'Properties', ...path], value))).toContain('GET /me');
    });

    it.each([
      ['its results are cached', ['AuthorizerResultTtlInSeconds'], 300],
      ['it says nothing of caching', ['AuthorizerResultTtlInSeconds'], undefined],
      ['it is a function', ['Type'], 'TOKEN'],
      ['it asks another pool', ['ProviderARNs', 0, 'Fn::GetAtt', 0], 'OtherPool'],
      ['it asks another pool as well', ['ProviderARNs', 1], 'arn:aws:cognito-idp:…'],
      ['it looks for the token in the query', ['IdentitySource'], 'method.request.querystring.token'],
    ] as const)('would all be found open when the authorizer is weakened: %s', (_, path, value) => {
      const weakened = planted(template(), ['UserPoolApiGatewayAuthorizer', 'Properties', ...path], value);
      expect(openRoutes(weakened)).toEqual([...allRoutes].sort());
    });

    it('are answered to preflights by API Gateway, for the methods that exist', () => {
      const preflights = ofType(template(), 'AWS::ApiGateway::Method').filter(
        ([, { Properties }]) => at(Properties, 'HttpMethod') === 'OPTIONS',
      );
      expect(
        preflights
          .map(
            ([, { Properties }]) =>
              `${pathOf(template(), at(Properties, 'ResourceId'))}: ${allowed(Properties)}`,
          )
          .sort(),
      ).toEqual(
        [
          ...publicPaths.map((path) => `${path}: GET OPTIONS`),
          ...Object.entries(guardedPaths).map(
            ([path, methods]) => `${path}: ${[...methods, 'OPTIONS'].sort().join(' ')}`,
          ),
        ].sort(),
      );
      expect(at(Object.fromEntries(preflights), 'ApiGatewayMethodRegisterDashdeviceOptions')).toMatchObject({
        Properties: {
          Integration: {
            IntegrationResponses: [
              {
                StatusCode: '200',
                ResponseParameters: {
                  'method.response.header.Access-Control-Allow-Origin': "'http://localhost:8000'",
                  'method.response.header.Access-Control-Allow-Headers':
                    "'Authorization,Content-Type,If-Match'",
                  'method.response.header.Access-Control-Allow-Methods': "'OPTIONS,POST'",
                  'method.response.header.Access-Control-Max-Age': "'600'",
                },
              },
            ],
          },
        },
      });
    });
  });

const allowed = (method: unknown): string => {
  const response = at(method, 'Integration', 'IntegrationResponses', 0, 'ResponseParameters');
  const methods = String(at(response, 'method.response.header.Access-Control-Allow-Methods'));
  return methods.replaceAll("'", '').split(',').sort().join(' ');
};

const openRoutes = (template: Template): readonly string[] =>
  routesOf(template)
    .filter(({ guarded }) => !guarded)
    .map(({ route }) => route)
    .sort();
