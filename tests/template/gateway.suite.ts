import { describe, expect, it } from 'vitest';
import { neededBy } from './dependencies.ts';
import { at, listOf, ofType, planted, type Template } from './template.ts';

/** API Gateway developer guide, "Gateway response types". */
const responseTypes = [
  'ACCESS_DENIED',
  'API_CONFIGURATION_ERROR',
  'AUTHORIZER_CONFIGURATION_ERROR',
  'AUTHORIZER_FAILURE',
  'BAD_REQUEST_BODY',
  'BAD_REQUEST_PARAMETERS',
  'DEFAULT_4XX',
  'DEFAULT_5XX',
  'EXPIRED_TOKEN',
  'INTEGRATION_FAILURE',
  'INTEGRATION_TIMEOUT',
  'INVALID_API_KEY',
  'INVALID_SIGNATURE',
  'MISSING_AUTHENTICATION_TOKEN',
  'QUOTA_EXCEEDED',
  'REQUEST_TOO_LARGE',
  'RESOURCE_NOT_FOUND',
  'THROTTLED',
  'UNAUTHORIZED',
  'UNSUPPORTED_MEDIA_TYPE',
  'WAF_FILTERED',
];

export const gatewaySuite = (template: () => Template) => {
  describe('the gateway’s own answers', () => {
    it('are all problem details that a browser may read', () => {
      expect(faultsOf(template())).toEqual([]);
    });

    it.each([
      ['is missing', ['GatewayResponseThrottled'], undefined],
      ['is no problem', responseHeader('Content-Type'), "'application/json'"],
      ['is not for browsers', responseHeader('Access-Control-Allow-Origin'), undefined],
      ['has a header that is no constant', responseHeader('Vary'), 'method.request.header.Origin'],
      ['has another status than it says', ['GatewayResponseThrottled', 'Properties', 'StatusCode'], '400'],
      ['is no JSON', template429, '{"status": 429, "instance": $context.requestId}'],
      ['tells of the inside', template429, '{"detail": $context.error.messageString}'],
      [
        'is not deployed with the API',
        ['GatewayResponseThrottled', 'Properties', 'RestApiId', 'Ref'],
        'Other',
      ],
    ] as const)('would be found wanting when one %s', (_, path, value) => {
      expect(faultsOf(planted(template(), [...path], value))).not.toEqual([]);
    });

    it.each([
      ['UNAUTHORIZED', 401, 'unauthenticated'],
      ['EXPIRED_TOKEN', 401, 'unauthenticated'],
      ['ACCESS_DENIED', 403, 'forbidden'],
      ['MISSING_AUTHENTICATION_TOKEN', 404, 'route-not-found'],
      ['REQUEST_TOO_LARGE', 413, 'body-too-large'],
      ['UNSUPPORTED_MEDIA_TYPE', 415, 'media-type-unsupported'],
      ['THROTTLED', 429, 'too-many-requests'],
      ['BAD_REQUEST_BODY', 400, 'request-invalid'],
      ['INTEGRATION_TIMEOUT', 503, 'temporarily-unavailable'],
      ['INTEGRATION_FAILURE', 503, 'temporarily-unavailable'],
      ['DEFAULT_5XX', 500, 'internal'],
    ])('say %s as %i %s', (type, status, code) => {
      expect(bodyOf(template(), type)).toMatchObject({
        type: `urn:iot-attache:problem:${code}`,
        status,
        code,
      });
    });

    it.each([
      ['THROTTLED', 'Retry-After', "'1'"],
      ['INTEGRATION_TIMEOUT', 'Retry-After', "'5'"],
      ['UNAUTHORIZED', 'WWW-Authenticate', "'Bearer'"],
    ])('of %s have %s', (type, name, value) => {
      const { ResponseParameters } = responseOf(template(), type);
      expect(at(ResponseParameters, `gatewayresponse.header.${name}`)).toBe(value);
    });

    it('are part of each deployment', () => {
      const [deployment = ''] =
        ofType(template(), 'AWS::ApiGateway::Deployment').map(([logicalId]) => logicalId) ?? [];
      expect(neededBy(template(), deployment)).toEqual(
        expect.arrayContaining(
          ofType(template(), 'AWS::ApiGateway::GatewayResponse').map(([logicalId]) => logicalId),
        ),
      );
    });
  });

  describe('the stage', () => {
    const stage = () => at(template().Resources, 'ApiStage', 'Properties');

    it('throttles, traces, and keeps tokens out of its logs', () => {
      expect(stage()).toMatchObject({
        StageName: 'dev',
        TracingEnabled: true,
        MethodSettings: [
          {
            ResourcePath: '/*',
            HttpMethod: '*',
            ThrottlingRateLimit: 50,
            ThrottlingBurstLimit: 100,
            LoggingLevel: 'OFF',
            DataTraceEnabled: false,
          },
        ],
      });
    });

    it('logs each access in JSON, to a group whose entries end', () => {
      expect(at(stage(), 'AccessLogSetting', 'DestinationArn')).toEqual({
        'Fn::GetAtt': ['ApiAccessLogs', 'Arn'],
      });
      expect(at(template().Resources, 'ApiAccessLogs', 'Properties', 'RetentionInDays')).toBe(30);
      const format: unknown = JSON.parse(String(at(stage(), 'AccessLogSetting', 'Format')));
      expect(format).toMatchObject({ requestId: '$context.requestId', status: '$context.status' });
      expect(JSON.stringify(format)).not.toMatch(/header|Authorization|claims\.(?!sub)/);
    });

    it('is the only one: the deployment makes none of its own', () => {
      const deployments = ofType(template(), 'AWS::ApiGateway::Deployment');
      expect(deployments.map(([logicalId]) => ({ Ref: logicalId }))).toEqual([at(stage(), 'DeploymentId')]);
      expect(deployments.map(([, { Properties }]) => at(Properties, 'StageName'))).toEqual([
        { Ref: 'AWS::NoValue' },
      ]);
      expect(ofType(template(), 'AWS::ApiGateway::Stage')).toHaveLength(1);
    });

    it('waits for the account’s right to write logs', () => {
      expect(neededBy(template(), 'ApiStage')).toContain('ApiGatewayAccount');
    });
  });
};

function responseHeader(name: string) {
  return [
    'GatewayResponseThrottled',
    'Properties',
    'ResponseParameters',
    `gatewayresponse.header.${name}`,
  ] as const;
}

const template429 = [
  'GatewayResponseThrottled',
  'Properties',
  'ResponseTemplates',
  'application/json',
] as const;

const responseOf = (template: Template, type: string): Readonly<Record<string, unknown>> =>
  ofType(template, 'AWS::ApiGateway::GatewayResponse').find(
    ([, { Properties }]) => at(Properties, 'ResponseType') === type,
  )?.[1].Properties ?? {};

const bodyOf = (template: Template, type: string): unknown => {
  try {
    return JSON.parse(String(at(responseOf(template, type), 'ResponseTemplates', 'application/json')));
  } catch {
    return undefined;
  }
};

const faultsOf = (template: Template): readonly string[] =>
  responseTypes.flatMap((type) => {
    const response = responseOf(template, type);
    const header = (name: string) => at(response, 'ResponseParameters', `gatewayresponse.header.${name}`);
    const body = bodyOf(template, type);
    const checks: Readonly<Record<string, boolean>> = {
      'is of this API': at(response, 'RestApiId', 'Ref') === 'ApiGatewayRestApi',
      'has a content type': header('Content-Type') === "'application/problem+json'",
      'may be read by the app': header('Access-Control-Allow-Origin') === "'http://localhost:8000'",
      'has constant headers': Object.values(Object(at(response, 'ResponseParameters'))).every((value) =>
        /^'[^']*'$/.test(String(value)),
      ),
      'has one template': Object.keys(Object(at(response, 'ResponseTemplates'))).length === 1,
      'has the members of a problem': ['type', 'title', 'detail', 'code'].every(
        (member) => String(at(body, member) ?? '') !== '',
      ),
      'has its status': String(at(body, 'status')) === at(response, 'StatusCode'),
      'has the request ID, and nothing else of the gateway': listOf(
        [...JSON.stringify(at(response, 'ResponseTemplates') ?? '').matchAll(/\$[a-z.A-Z]+/g)].map(
          ([variable]) => variable,
        ),
      ).every((variable) => variable === '$context.requestId' && at(body, 'instance') === variable),
    };
    return Object.entries(checks)
      .filter(([, holds]) => !holds)
      .map(([check]) => `${type} ${check} – not so`);
  });
