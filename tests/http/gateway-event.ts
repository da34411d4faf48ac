import type { APIGatewayProxyEvent, Context } from 'aws-lambda';

type Given = {
  /** As they are meant; the client encodes them. */
  readonly path?: Readonly<Record<string, string>>;
  /** A list for a parameter that is repeated. */
  readonly query?: Readonly<Record<string, string | string[]>>;
  readonly headers?: APIGatewayProxyEvent['headers'];
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
};

/** A request as API Gateway's proxy integration hands it to a Lambda; `route` as serverless.yml names it. */
export const gatewayEvent = (route: `${string} ${string}`, given: Given = {}): APIGatewayProxyEvent => {
  const [httpMethod = '', resource = ''] = route.split(' ');
  const parameters = Object.entries(given.path ?? {}).map(
    ([name, value]) => [name, encodeURIComponent(value)] as const,
  );
  const path = parameters.reduce((text, [name, value]) => text.replace(`{${name}}`, () => value), resource);
  const query =
    given.query && Object.entries(given.query).map(([name, value]) => [name, [value].flat()] as const);
  const context = { requestId: 'request-1', path: `/dev${path}`, stage: 'dev' };
  return {
    httpMethod,
    resource,
    path,
    pathParameters: given.path ? Object.fromEntries(parameters) : null,
    queryStringParameters: query
      ? Object.fromEntries(query.map(([name, values]) => [name, values.at(-1)]))
      : null,
    multiValueQueryStringParameters: query ? Object.fromEntries(query) : null,
    headers: given.headers ?? {},
    multiValueHeaders: Object.fromEntries(
      Object.entries(given.headers ?? {}).map(([name, value]) => [name, [value ?? '']]),
    ),
    body: given.body ?? null,
    isBase64Encoded: given.isBase64Encoded ?? false,
    stageVariables: null,
    requestContext: context as APIGatewayProxyEvent['requestContext'],
  };
};

/** The part of a Lambda's context that is read, with so much time left (milliseconds). */
export const lambdaContext = (remaining = 25_000): Context =>
  ({ getRemainingTimeInMillis: () => remaining }) as Context;
