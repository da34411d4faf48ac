// The OpenAPI 3.1 document of the API, made of the operations, the schemas that handlers use, and the examples.
import { componentSchemas } from './components.ts';
import { description } from './description.ts';
import { examples } from './examples.ts';
import { headers } from './headers.ts';
import type { Operation } from './operation.ts';
import { operations } from './operations.ts';
import { parameters, requestBody } from './request.ts';
import { problemResponses, responses } from './responses.ts';

/** Where it is deployed nobody knows yet: whoever serves the document puts the address in. */
export const openApiDocument = (version: string) => ({
  openapi: '3.1.1',
  info: {
    title: 'iot-attache',
    summary: 'Gives Cognito users exactly the MQTT topics they may use on AWS IoT Core.',
    description,
    version,
    license: { name: 'Apache 2.0', identifier: 'Apache-2.0' },
  },
  servers: [
    {
      url: 'https://{api}.execute-api.{region}.amazonaws.com/{stage}',
      description: 'The output `ApiUrl` of the stack.',
      variables: {
        api: { default: 'a1b2c3d4e5' },
        region: { default: 'us-east-1' },
        stage: { default: 'dev' },
      },
    },
  ],
  tags,
  paths: Object.fromEntries(pathsOf(operations)),
  components: {
    schemas: componentSchemas(),
    headers,
    responses: problemResponses(operations),
    securitySchemes: {
      idToken: {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description:
          'The ID token of the user pool, as `Authorization: Bearer <token>` or as `Authorization: <token>`. Access tokens are refused.',
      },
    },
  },
});

const tags = [
  { name: 'Devices', description: 'For whoever has signed in.' },
  { name: 'Grants', description: 'Who may talk on which topics. For administrators.' },
  { name: 'Groups', description: 'Cognito groups that have policies of their own. For administrators.' },
  {
    name: 'Users',
    description: 'Who they are, what they have, and what is decided about them. For administrators.',
  },
  { name: 'Access', description: 'Who may do what, and why not: OpenID AuthZEN.' },
  { name: 'Audit', description: 'Who changed what. For administrators.' },
  { name: 'Service', description: 'For anyone, without a token.' },
] as const satisfies readonly { name: Operation['tag']; description: string }[];

const pathsOf = (all: readonly Operation[]): readonly (readonly [string, unknown])[] =>
  [...new Set(all.map(({ path }) => path))].map((path) => [
    path,
    Object.fromEntries(
      all
        .filter((operation) => operation.path === path)
        .map((operation) => [operation.method.toLowerCase(), operationObject(operation)]),
    ),
  ]);

const operationObject = (operation: Operation) => {
  const { operationId, tag, summary, who } = operation;
  const own = examples.filter((example) => example.operation === operationId);
  const body = requestBody(operation, own);
  return {
    operationId,
    tags: [tag],
    summary,
    description: `${operation.description}\n\n${callers[who]}`,
    // OpenAPI 3.1 §4.8.30: role names may be listed for any type of scheme.
    security: who === 'anyone' ? [] : [{ idToken: who === 'administrator' ? ['administrator'] : [] }],
    parameters: parameters(operation, own),
    ...(body && { requestBody: body }),
    responses: responses(operation, own),
  };
};

const callers = {
  anyone: 'For anyone, without a token.',
  user: 'For whoever has signed in.',
  administrator: 'For administrators.',
} as const;
