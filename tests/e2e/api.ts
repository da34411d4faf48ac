// Requests to the running stack, and what IoT Core was asked meanwhile.
import * as z from 'zod/mini';
import type { StackDescription } from '../../local/stack-description.ts';

export const send = async (
  { apiUrl }: StackDescription,
  route: `${string} /${string}`,
  given: {
    readonly token?: string | undefined;
    readonly body?: string;
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
) => {
  const [method = '', path = ''] = route.split(' ');
  const response = await fetch(`${apiUrl}${path}`, {
    method,
    headers: {
      ...(given.token !== undefined && { Authorization: given.token }),
      ...(given.body !== undefined && { 'Content-Type': 'application/json' }),
      ...given.headers,
    },
    ...(given.body !== undefined && { body: given.body }),
  });
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  return {
    status: response.status,
    headers: response.headers,
    body: text !== '' && type.includes('json') ? JSON.parse(text) : text,
  };
};

const Calls = z.array(z.object({ operation: z.string(), input: z.unknown() }));

/**
 * The operations of IoT Core and the identity pool that were called while `run` was under way and that name one of
 * the given texts: tests run at once.
 */
export const callsDuring = async (
  { endpoints }: StackDescription,
  run: () => Promise<unknown>,
  about: readonly string[],
) => {
  const read = async () => Calls.parse(await (await fetch(`${endpoints.iot}/_local/calls`)).json());
  const before = (await read()).length;
  await run();
  const calls = (await read()).slice(before);
  return calls
    .filter(({ input }) => about.some((text) => JSON.stringify(input).includes(text)))
    .map(({ operation }) => operation);
};
