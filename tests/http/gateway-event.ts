import type { APIGatewayProxyEvent, Context } from 'aws-lambda';

type Given = {
  readonly path?: APIGatewayProxyEvent['pathParameters'];
  readonly query?: APIGatewayProxyEvent['queryStringParameters'];
  readonly headers?: APIGatewayProxyEvent['headers'];
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
};

/** A request as API Gateway's proxy integration hands it to a Lambda; `route` as serverless.yml names it. */
export const gatewayEvent = (route: `${string} ${string}`, given: Given = {}): APIGatewayProxyEvent => {
  const [httpMethod = '', resource = ''] = route.split(' ');
  return {
    httpMethod,
    resource,
    path: resource,
    pathParameters: given.path ?? null,
    queryStringParameters: given.query ?? null,
    multiValueQueryStringParameters: null,
    headers: given.headers ?? {},
    multiValueHeaders: {},
    body: given.body ?? null,
    isBase64Encoded: given.isBase64Encoded ?? false,
    stageVariables: null,
    requestContext: { requestId: 'request-1' } as APIGatewayProxyEvent['requestContext'],
  };
};

/** The part of a Lambda's context that is read, with so much time left (milliseconds). */
export const lambdaContext = (remaining = 25_000): Context =>
  ({ getRemainingTimeInMillis: () => remaining }) as Context;
