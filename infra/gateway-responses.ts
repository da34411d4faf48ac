// What API Gateway answers itself, before or instead of a function: the same problem details as the service's own.

type GatewayAnswer = {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly headers?: Readonly<Record<string, string>>;
};

const invalid = { status: 400, code: 'request-invalid', title: 'The request is invalid' };
const unauthenticated = {
  status: 401,
  code: 'unauthenticated',
  title: 'A valid ID token is required',
  headers: { 'WWW-Authenticate': 'Bearer' }, // RFC 9110 §11.6.1
};
const forbidden = { status: 403, code: 'forbidden', title: 'Forbidden' };
const internal = { status: 500, code: 'internal', title: 'Internal error' };
const unavailable = {
  status: 503,
  code: 'temporarily-unavailable',
  title: 'Temporarily unavailable',
  headers: { 'Retry-After': '5' },
};
const tooMany = {
  status: 429,
  code: 'too-many-requests',
  title: 'Too many requests',
  headers: { 'Retry-After': '1' },
};
const failed = 'The service has failed; the request ID leads to the cause in its log.';
const notSigned = 'This API takes ID tokens, not AWS signatures or API keys.';

/** API Gateway developer guide, "Gateway response types": all of them, so that no answer of its own remains. */
export const gatewayAnswers = {
  ACCESS_DENIED: { ...forbidden, detail: 'The authorizer has refused this request.' },
  API_CONFIGURATION_ERROR: { ...internal, detail: failed },
  AUTHORIZER_CONFIGURATION_ERROR: { ...internal, detail: failed },
  AUTHORIZER_FAILURE: { ...unavailable, detail: 'The token could not be checked. Send the request again.' },
  BAD_REQUEST_BODY: { ...invalid, detail: 'The body cannot be read.' },
  BAD_REQUEST_PARAMETERS: { ...invalid, detail: 'The path or the query cannot be read.' },
  DEFAULT_4XX: { ...invalid, detail: 'The request cannot be read.' },
  DEFAULT_5XX: { ...internal, detail: failed },
  EXPIRED_TOKEN: { ...unauthenticated, detail: 'The ID token has expired. Send a current one.' },
  INTEGRATION_FAILURE: {
    ...unavailable,
    detail: 'The request could not be finished. Nothing is lost: send it again.',
  },
  INTEGRATION_TIMEOUT: {
    ...unavailable,
    detail: 'The request could not be finished in time. Nothing is lost: send it again.',
  },
  INVALID_API_KEY: { ...forbidden, detail: notSigned },
  INVALID_SIGNATURE: { ...forbidden, detail: notSigned },
  // What it says of any path or method that it does not know.
  MISSING_AUTHENTICATION_TOKEN: {
    status: 404,
    code: 'route-not-found',
    title: 'No such route',
    detail: 'Nothing answers at this path.',
  },
  QUOTA_EXCEEDED: { ...tooMany, detail: 'The quota of requests is used up.' },
  REQUEST_TOO_LARGE: {
    status: 413,
    code: 'body-too-large',
    title: 'The body is too large',
    detail: 'The request is larger than API Gateway takes.',
  },
  RESOURCE_NOT_FOUND: {
    status: 404,
    code: 'route-not-found',
    title: 'No such route',
    detail: 'Nothing answers at this path.',
  },
  THROTTLED: { ...tooMany, detail: 'Too many requests at once. Send it again in a moment.' },
  UNAUTHORIZED: {
    ...unauthenticated,
    detail: 'Send a current ID token of this user pool in the Authorization header.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    code: 'media-type-unsupported',
    title: 'Unsupported media type',
    detail: 'Send the body as application/json.',
  },
  WAF_FILTERED: { ...forbidden, detail: 'The web application firewall has refused this request.' },
} as const satisfies Record<string, GatewayAnswer>;

export type GatewayResponseType = keyof typeof gatewayAnswers;

export type GatewayResponseResource = {
  readonly Type: 'AWS::ApiGateway::GatewayResponse';
  readonly Properties: {
    readonly RestApiId: { readonly Ref: string };
    readonly ResponseType: string;
    readonly StatusCode: string;
    /** Header name → constant, in single quotes. */
    readonly ResponseParameters: Readonly<Record<string, string>>;
    readonly ResponseTemplates: Readonly<Record<string, string>>;
  };
};

/** The resources, by logical ID. */
export const gatewayResponses = (
  corsOrigins: readonly string[],
): Readonly<Record<string, GatewayResponseResource>> =>
  Object.fromEntries(
    Object.entries<GatewayAnswer>(gatewayAnswers).map(([type, answer]) => [
      `GatewayResponse${inPascalCase(type)}`,
      resourceOf(type, answer, corsOrigins),
    ]),
  );

const inPascalCase = (type: string): string =>
  type.toLowerCase().replaceAll(/(?:^|_)([a-z0-9])/g, (_, first: string) => first.toUpperCase());

const resourceOf = (
  type: string,
  { headers, ...problem }: GatewayAnswer,
  corsOrigins: readonly string[],
): GatewayResponseResource => ({
  Type: 'AWS::ApiGateway::GatewayResponse',
  Properties: {
    RestApiId: { Ref: 'ApiGatewayRestApi' },
    ResponseType: type,
    StatusCode: String(problem.status),
    ResponseParameters: Object.fromEntries(
      Object.entries({
        ...corsHeaders(corsOrigins),
        ...headers,
        'Content-Type': 'application/problem+json',
      }).map(([name, value]) => [`gatewayresponse.header.${name}`, `'${value}'`]),
    ),
    ResponseTemplates: {
      'application/json': JSON.stringify({
        type: `urn:iot-attache:problem:${problem.code}`,
        title: problem.title,
        status: problem.status,
        detail: problem.detail,
        code: problem.code,
        instance: '$context.requestId',
      }),
    },
  },
});

/**
 * A gateway response can hold constants only. With one origin it names it; with several it lets any script read these
 * answers, which hold nothing of the caller's: no credentials are allowed along with it.
 */
const corsHeaders = ([origin = '*', ...others]: readonly string[]) => ({
  'Access-Control-Allow-Origin': others.length === 0 ? origin : '*',
  'Access-Control-Expose-Headers': 'Retry-After, WWW-Authenticate',
  Vary: 'Origin',
});
