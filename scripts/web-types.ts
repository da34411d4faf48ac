// An OpenAPI document as the `paths` type of openapi-fetch: one JSON Schema that describes that type, compiled.
// (openapi-typescript, the usual way, needs the programming interface that TypeScript 7 no longer has.)
import { compile, type JSONSchema } from 'json-schema-to-typescript';
import * as z from 'zod/mini';

const Schema = z.record(z.string(), z.unknown());
const Body = z.object({ content: z.record(z.string(), z.object({ schema: Schema })) });
const Parameter = z.object({
  name: z.string(),
  in: z.enum(['query', 'path', 'header']),
  required: z.boolean(),
  schema: Schema,
});
const Operation = z.object({
  parameters: z._default(z.array(Parameter), []),
  requestBody: z.optional(Body),
  responses: z.record(z.string(), z.union([Body, z.unknown()])),
});
type Operation = z.output<typeof Operation>;
const Document = z.object({
  paths: z.record(z.string(), z.partialRecord(z.enum(['get', 'put', 'post', 'delete']), Operation)),
  components: z.object({ schemas: z.record(z.string(), Schema) }),
});

/** The text of a TypeScript file that exports `paths`, and a type for each of the document's schemas. */
export const webTypes = async (openApi: unknown): Promise<string> => {
  const { paths, components } = Document.parse(openApi);
  const schema = {
    ...members(mapped(paths, (item) => members(mapped(item, operationType)))),
    definitions: components.schemas,
  };
  const text = await compile(withDefinitions(schema), 'paths', {
    bannerComment: '// Made of docs/openapi.json by `npm run openapi`.',
    additionalProperties: false,
    ignoreMinAndMaxItems: true,
    unknownAny: true,
    unreachableDefinitions: true,
    style: { singleQuote: true, printWidth: 110 },
  });
  // openapi-fetch looks for statuses as numbers, and calls the type by this name.
  return text
    .replaceAll(/^\/\*\*\n \* This interface was referenced by .*\n \* via .*\n \*\/\n/gm, '')
    .replaceAll(/^(\s+)'(\d{3})':/gm, '$1$2:')
    .replace(/\binterface Paths\b/, 'interface paths');
};

const operationType = ({ parameters, requestBody, responses }: Operation) => {
  const places = ['query', 'path', 'header'] as const;
  const byPlace = places.flatMap((place) => {
    const own = parameters.filter((parameter) => parameter.in === place);
    return own.length === 0 ? [] : [[place, parametersType(own)] as const];
  });
  const needed = byPlace.filter(([, { required }]) => required.length > 0).map(([place]) => place);
  const answers = Object.entries(responses).filter(([status]) => status.startsWith('2'));
  return members({
    parameters: { ...members(Object.fromEntries(byPlace)), required: needed },
    ...(requestBody && { requestBody: bodyType(requestBody) }),
    responses: members({
      ...Object.fromEntries(answers.map(([status, answer]) => [status, bodyType(answer)])),
      default: bodyType(problem),
    }),
  });
};

/** Every refusal is one (RFC 9457). */
const problem = {
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

const parametersType = (parameters: readonly z.output<typeof Parameter>[]) => ({
  ...members(Object.fromEntries(parameters.map(({ name, schema }) => [name, schema]))),
  required: parameters.filter(({ required }) => required).map(({ name }) => name),
});

const bodyType = (answer: unknown): JSONSchema => {
  const { success, data } = z.safeParse(Body, answer);
  return members(success ? { content: members(mapped(data.content, ({ schema }) => schema)) } : {});
};

/** The schema of an object that has exactly these members. */
const members = (properties: Readonly<Record<string, JSONSchema>>): JSONSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

const mapped = <Value, To>(
  from: Readonly<Record<string, Value>>,
  to: (value: Value) => To,
): Record<string, To> => Object.fromEntries(Object.entries(from).map(([key, value]) => [key, to(value)]));

/** References lead into the document's components; the compiler looks for them under `definitions`. */
const withDefinitions = (schema: JSONSchema): JSONSchema =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/components/schemas/', '"#/definitions/'));
