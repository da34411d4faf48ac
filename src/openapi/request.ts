// Parameters and bodies of requests, from the shapes that handlers parse them by.
import type * as z from 'zod/mini';
import { type JsonSchema, parametersOf, referenceTo } from './components.ts';
import type { Example, Operation } from './operation.ts';

export const parameters = (operation: Operation, examples: readonly Example[]): readonly unknown[] => [
  ...partOf(operation, 'path', examples),
  ...partOf(operation, 'query', examples),
  ...partOf(operation, 'headers', examples),
  ...echoes(operation),
];

export const requestBody = ({ request: { body } }: Operation, examples: readonly Example[]) => {
  if (body === undefined) return undefined;
  const given = examples.filter((example) => example.body !== undefined);
  return {
    // An absent body is `{}`: where that is enough, none is needed.
    required: !body.safeParse({}).success,
    content: {
      'application/json': {
        schema: referenceTo(body),
        ...(given.length > 0 && {
          examples: Object.fromEntries(
            given.map(({ name, summary, body: value }) => [name, { summary, value }]),
          ),
        }),
      },
    },
  };
};

const places = { path: 'path', query: 'query', headers: 'header' } as const;

const partOf = (
  { request }: Operation,
  part: keyof typeof places,
  examples: readonly Example[],
): readonly unknown[] => {
  const shape: z.ZodMiniType | undefined = request[part];
  if (shape === undefined) return [];
  return parametersOf(shape).map(({ name, required, schema: { description, ...schema } }) => {
    const spelt = part === 'headers' ? spellingOf(name) : name;
    const given = examples.filter((example) => example[part]?.[spelt] !== undefined);
    return {
      name: spelt,
      in: places[part],
      required: required || part === 'path',
      ...(description !== undefined && { description }),
      schema,
      ...(given.length > 0 && { examples: valuesOf(given, part, spelt, schema) }),
    };
  });
};

const valuesOf = (given: readonly Example[], part: keyof typeof places, name: string, { type }: JsonSchema) =>
  Object.fromEntries(
    given.map((example) => {
      const text = example[part]?.[name];
      return [example.name, { summary: example.summary, value: type === 'integer' ? Number(text) : text }];
    }),
  );

/** `If-Match` for `if-match`: headers have no case, readers do. */
const spellingOf = (name: string): string =>
  name.replaceAll(/(?:^|-)[a-z]/g, (initial) => initial.toUpperCase());

/** What comes back as it was sent is no part of what the handler parses. */
const echoes = ({ answers }: Operation): readonly unknown[] =>
  Object.values(answers).some(({ headers }) => headers?.includes('X-Request-ID'))
    ? [
        {
          name: 'X-Request-ID',
          in: 'header',
          required: false,
          description: 'Comes back in the answer, as it was sent.',
          schema: { type: 'string' },
        },
      ]
    : [];
