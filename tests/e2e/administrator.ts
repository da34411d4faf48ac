// What administrators send to the API.
import { signIn } from '../../local/app.ts';
import type { StackDescription } from '../../local/stack-description.ts';
import { send } from './api.ts';

type Ask = (
  route: `${string} /${string}`,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => ReturnType<typeof send>;

export type Administrator = { readonly ask: Ask; readonly userId: string };

/** The administrator that the stack has from the start. */
export const seededAdministrator = async (stack: StackDescription): Promise<Administrator> => {
  const user = stack.users.find(({ groups }) => groups.includes('admins'));
  if (user === undefined) throw new Error('The local stack has no administrator.');
  return administratorOf(stack, (await signIn(stack, user)).idToken);
};

export const administratorOf = (stack: StackDescription, token: string): Administrator => ({
  userId: subOf(token),
  ask: (route, body, headers) =>
    send(stack, route, {
      token,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(headers && { headers }),
    }),
});

/** The user ID in a token. */
export const subOf = (token: string): string =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).sub;
