// Whether an answer is one that the document describes: its status, media type, headers and body.
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import * as z from 'zod/mini';

const Response = z.object({
  headers: z._default(z.record(z.string(), z.unknown()), {}),
  content: z.optional(z.record(z.string(), z.object({ schema: z.record(z.string(), z.unknown()) }))),
});

const Document = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        operationId: z.string(),
        responses: z.record(z.string(), z.union([z.object({ $ref: z.string() }), Response])),
      }),
    ),
  ),
  components: z.object({ schemas: z.unknown(), responses: z.record(z.string(), Response) }),
});

export const answerValidator = (openApi: unknown) => {
  const { paths, components } = Document.parse(openApi);
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'document', components });

  const described = (operation: string, status: number) => {
    const response = operations.find(({ operationId }) => operationId === operation)?.responses[status];
    if (response === undefined || !('$ref' in response)) return response;
    return components.responses[response.$ref.split('/').at(-1) ?? ''];
  };

  /** What is not as described, in sentences. */
  return (answer: {
    readonly operation: string;
    readonly status: number;
    /** Of the request. */
    readonly headers?: Readonly<Record<string, string>>;
    readonly response: { readonly headers: Headers };
    readonly text: string;
  }): readonly string[] => {
    const { operation, status, headers = {}, response, text } = answer;
    const expected = described(operation, status);
    if (expected === undefined) return [`${operation} does not describe ${status}`];
    const mediaType = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
    const content = expected.content?.[mediaType];
    return [
      ...missingHeaders(Object.keys(expected.headers), headers, response.headers),
      ...(expected.content === undefined && text !== '' ? ['there is a body'] : []),
      ...(expected.content !== undefined && content === undefined ? [`the media type is ${mediaType}`] : []),
      ...(content ? faultsIn(ajv, content.schema, mediaType.endsWith('json') ? JSON.parse(text) : text) : []),
    ];
  };
};

/** What comes back as it was sent comes back only then. */
const missingHeaders = (
  expected: readonly string[],
  sent: Readonly<Record<string, string>>,
  received: Headers,
): readonly string[] =>
  expected
    .filter((name) => !received.has(name) && (name !== 'X-Request-ID' || name in sent))
    .map((name) => `the header ${name} is missing`);

export const faultsIn = (ajv: Ajv2020, schema: object, value: unknown): readonly string[] => {
  const local = JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"document#/components/'));
  const check = ajv.compile(local);
  check(value);
  return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
};
