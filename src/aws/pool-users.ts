// Who is in the Cognito user pool, and in which of its groups.
import {
  AdminGetUserCommand,
  type AttributeType,
  type CognitoIdentityProviderClient,
  paginateAdminListGroupsForUser,
  paginateListUsers,
} from '@aws-sdk/client-cognito-identity-provider';
import { parseGroupName, parseUserId } from '../domain/identifiers.ts';
import type { PoolUser, PoolUsers } from '../provisioning/user-pool-port.ts';
import { unlessUnknown } from './user-pool.ts';

/** Cognito API reference: the most that a page of any list holds. */
const pageSize = 60;

/** A hook takes `userPoolId` from its event, since it cannot refer to the pool that refers to it. */
export const poolUsers = (
  client: CognitoIdentityProviderClient,
  abortSignal: AbortSignal,
  userPoolId: string,
): PoolUsers => {
  const inPool = { UserPoolId: userPoolId };
  const options = { abortSignal };

  /** Reads the user itself: AdminGetUser is current, while the search behind ListUsers may lag. */
  const findByUsername = async (name: string): Promise<PoolUser | undefined> => {
    if (!isUsername(name)) return undefined;
    const request = new AdminGetUserCommand({ ...inPool, Username: name });
    const found = await unlessUnknown(client.send(request, options), undefined);
    return found && poolUser(found.Username, found.UserAttributes, found.Enabled);
  };

  const search = async (attribute: 'sub' | 'email', value: string): Promise<readonly PoolUser[]> => {
    const Filter = filterOf(attribute, value);
    if (Filter === undefined) return [];
    const users: PoolUser[] = [];
    for await (const { Users = [] } of paginateListUsers(
      { client, pageSize },
      { ...inPool, Filter },
      options,
    ))
      users.push(
        ...Users.map(({ Username, Attributes, Enabled }) => poolUser(Username, Attributes, Enabled)),
      );
    return users;
  };

  return {
    findByUserId: async (userId) => {
      const named = await findByUsername(userId);
      if (named?.userId === userId) return named;
      const [listed] = await search('sub', userId);
      const found = listed && (await findByUsername(listed.username));
      return found?.userId === userId ? found : undefined;
    },

    findByUsername,

    findByEmail: async (email) => {
      const found = await search('email', email);
      return found.filter((user) => user.email?.toLowerCase() === email.toLowerCase());
    },

    groupsOf: async (username) => {
      const readAll = async () => {
        const names: string[] = [];
        for await (const { Groups = [] } of paginateAdminListGroupsForUser(
          { client, pageSize },
          { ...inPool, Username: username },
          options,
        ))
          names.push(...Groups.map(({ GroupName = '' }) => GroupName));
        return names;
      };
      const names = await unlessUnknown(readAll(), undefined);
      // A group by another name than Cognito's rule allows can have no grants either.
      return names?.flatMap((name) => parseGroupName(name) ?? []);
    },
  };
};

/** Cognito API reference, UsernameType; what else there is names nobody, and asking would be an error. */
const isUsername = (name: string): boolean =>
  name.length <= 128 && /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u.test(name);

/**
 * `AttributeName = "AttributeValue"`, 256 characters at most (Cognito API reference, ListUsers). How a quotation mark or
 * a backslash within a value is to be escaped is not documented, so such a value is not asked for: it finds nobody.
 */
const filterOf = (attribute: string, value: string): string | undefined => {
  const filter = `${attribute} = "${value}"`;
  return value !== '' && !/["\\\p{C}]/u.test(value) && filter.length <= 256 ? filter : undefined;
};

const poolUser = (
  username: string | undefined,
  attributes: readonly AttributeType[] = [],
  enabled: boolean | undefined,
): PoolUser => {
  const attribute = (name: string) => attributes.find(({ Name }) => Name === name)?.Value;
  const userId = parseUserId(attribute('sub') ?? '');
  if (userId === undefined || !username)
    throw new Error('The user pool answered a user without a name or a sub.');
  const email = attribute('email');
  return { userId, username, enabled: enabled === true, ...(email && { email }) };
};
