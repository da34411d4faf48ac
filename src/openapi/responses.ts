// Answers: what succeeds as the operation has it, what is refused as problem details.
import { referenceTo } from './components.ts';
import { answeredFault, type FaultKind, faultsOf } from './faults.ts';
import type { Answer, Example, Operation } from './operation.ts';

export const responses = (
  operation: Operation,
  examples: readonly Example[],
): Readonly<Record<string, unknown>> => {
  const answers = Object.entries(operation.answers).map(
    ([status, answer]) => [status, answerObject(Number(status), answer, examples)] as const,
  );
  const problems = [...refusalsOf(operation)].map(
    ([status, kinds]) => [String(status), { $ref: `#/components/responses/${nameOf(kinds)}` }] as const,
  );
  return Object.fromEntries([...answers, ...problems].sort(([one], [other]) => Number(one) - Number(other)));
};

/** By the names that operations refer to them by: most are the same for many. */
export const problemResponses = (operations: readonly Operation[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    operations
      .flatMap((operation) => [...refusalsOf(operation).values()])
      .map((kinds) => [nameOf(kinds), problemObject(kinds)] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );

const refusalsOf = (operation: Operation): ReadonlyMap<number, readonly FaultKind[]> =>
  Map.groupBy(faultsOf(operation), (kind) => answeredFault(kind).status);

/** `RuleViolatedOrPolicyBudgetExceeded`. */
const nameOf = (kinds: readonly FaultKind[]): string =>
  kinds
    .map((kind) => kind.replaceAll(/(?:^|-)([a-z])/g, (_, initial: string) => initial.toUpperCase()))
    .join('Or');

const answerObject = (
  status: number,
  { description, body, mediaType = 'application/json', headers = [] }: Answer,
  examples: readonly Example[],
) => {
  const given = examples.filter((example) => example.status === status && example.answer !== undefined);
  return {
    description,
    ...headersOf(headers),
    ...(body && {
      content: {
        [mediaType]: {
          schema: referenceTo(body),
          ...(given.length > 0 && {
            examples: Object.fromEntries(
              given.map(({ name, summary, answer }) => [name, { summary, value: answer }]),
            ),
          }),
        },
      },
    }),
  };
};

/** One or several kinds of faults with the same status, told apart by `code`. */
const problemObject = (kinds: readonly FaultKind[]) => {
  const faults = kinds.map((kind) => ({ kind, ...answeredFault(kind) }));
  return {
    description: faults.map(({ kind, title }) => `\`${kind}\`: ${title}.`).join(' '),
    ...headersOf([...new Set(faults.flatMap(({ headers }) => headers))]),
    content: {
      'application/problem+json': {
        schema: {
          allOf: [{ $ref: '#/components/schemas/Problem' }],
          properties: { code: { enum: kinds } },
        },
        examples: Object.fromEntries(
          faults.map(({ kind, title, body }) => [kind, { summary: title, value: body }]),
        ),
      },
    },
  };
};

const headersOf = (names: readonly string[]) =>
  names.length > 0 && {
    headers: Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }])),
  };
