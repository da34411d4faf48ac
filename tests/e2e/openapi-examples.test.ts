// Every example of the document is sent as it stands, in order; each answer is what the document says it is.
import { describe, expect, inject, it } from 'vitest';
import * as z from 'zod/mini';
import type { App } from '../../local/app.ts';
import { examples } from '../../src/openapi/examples.ts';
import type { Example, Who } from '../../src/openapi/operation.ts';
import { operations } from '../../src/openapi/operations.ts';
import { answerValidator } from '../openapi/answer-validator.ts';
import { valueAt } from '../openapi/value-at.ts';
import { newUser } from './new-user.ts';

const stack = inject('stack');
const validate = answerValidator(await (await fetch(`${stack.apiUrl}/openapi.json`)).json());

const people = new Map<Who, Promise<App>>([
  ['user', newUser(stack)],
  ['administrator', newUser(stack, ['admins'])],
]);

/** What stands for sample texts in this very run. */
const learnt = new Map<string, string>();

const actual = (text: string): string =>
  [...learnt].reduce((result, [sample, value]) => result.replaceAll(sample, value), text);

const send = async (example: Example): Promise<Response> => {
  const operation = operations.find(({ operationId }) => operationId === example.operation);
  if (operation === undefined) throw new Error(`There is no operation ${example.operation}.`);
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(actual(example.path?.[name] ?? '')),
  );
  const query = new URLSearchParams(
    Object.entries(example.query ?? {}).map(([name, value]): [string, string] => [name, actual(value)]),
  );
  const app = await people.get(example.as);
  return fetch(`${stack.apiUrl}${path}${query.size > 0 ? `?${query}` : ''}`, {
    method: operation.method,
    headers: {
      ...(app && { Authorization: `Bearer ${app.idToken}` }),
      ...(example.body !== undefined && { 'Content-Type': 'application/json' }),
      ...example.headers,
    },
    ...(example.body !== undefined && { body: actual(JSON.stringify(example.body)) }),
  });
};

describe('the examples of the document', () => {
  it.each(examples.map((example) => [`${example.operation}, ${example.name}`, example] as const))(
    '%s',
    async (_, example) => {
      const response = await send(example);
      const text = await response.text();
      expect(response.status, text).toBe(example.status);
      expect(validate({ ...example, response, text })).toEqual([]);
      for (const [sample, pointer] of Object.entries(example.learns ?? {})) {
        learnt.set(sample, z.string().parse(valueAt(JSON.parse(text), pointer)));
      }
    },
  );
});
