// ListUsers' filter as Cognito has it, where cognito-local is more generous in form and stricter in case.
import { InvalidParameterError } from 'cognito-local/lib/errors.js';
import type { Route } from 'cognito-local/lib/server/Router.js';
import * as z from 'zod/mini';

/** Cognito API reference, UserFilterType. */
const longest = 256;

/** Cognito developer guide, "Searching for users": "All searches are case-insensitive", these two excepted. */
const caseSensitive: ReadonlySet<string> = new Set(['username', 'status']);
const insensitive: ReadonlySet<string> = new Set([
  'email',
  'phone_number',
  'name',
  'given_name',
  'family_name',
  'preferred_username',
  'cognito:user_status',
  'sub',
]);

export const filtered =
  (listUsers: Route): Route =>
  async (context, request) => {
    const { Filter, ...rest } = Request.parse(request);
    const matches = matcherOf(Filter ?? '');
    const answer = Answer.parse(await listUsers(context, rest));
    return { ...answer, Users: answer.Users.filter(matches) };
  };

type User = z.output<typeof User>;

const matcherOf = (filter: string): ((user: User) => boolean) => {
  if (filter.length > longest)
    throw new InvalidParameterError(
      `1 validation error detected: Value at 'filter' failed to satisfy constraint: ` +
        `Member must have length less than or equal to ${longest}`,
    );
  if (filter === '') return () => true;
  const [, attribute = '', type, value = ''] =
    /^\s*"?([\w:]+)"?\s*(\^?=)\s*"([^"\\]*)"\s*$/.exec(filter) ?? [];
  if (type === undefined) throw new InvalidParameterError('Error while parsing filter.');
  if (!caseSensitive.has(attribute) && !insensitive.has(attribute))
    throw new InvalidParameterError(`Invalid search attribute: ${attribute}`);
  const folded = (text: string) => (caseSensitive.has(attribute) ? text : text.toLowerCase());
  return (user) => {
    const found = folded(fieldOf(user, attribute));
    return type === '=' ? found === folded(value) : found.startsWith(folded(value));
  };
};

const fieldOf = (user: User, attribute: string): string => {
  switch (attribute) {
    case 'username':
      return user.Username;
    case 'status':
      return user.Enabled ? 'Enabled' : 'Disabled';
    case 'cognito:user_status':
      return user.UserStatus;
    default:
      return user.Attributes.find(({ Name }) => Name === attribute)?.Value ?? '';
  }
};

const Request = z.looseObject({ Filter: z.optional(z.string()) });
const User = z.looseObject({
  Username: z.string(),
  Enabled: z.boolean(),
  UserStatus: z.string(),
  Attributes: z.array(z.object({ Name: z.string(), Value: z.optional(z.string()) })),
});
const Answer = z.looseObject({ Users: z.array(User) });
