// Users by what people know them by.

import { type Api, answerOf } from '../../shared/api.ts';
import type { User } from '../../shared/api-paths.ts';

export const userNames = { id: 'User ID', username: 'User name', email: 'Email address' } as const;

export type UserName = keyof typeof userNames;

/** How a user is called where there is no room for everything: an address where one is known. */
export const calledName = ({
  email,
  username,
  userId,
}: Pick<User, 'email' | 'username' | 'userId'>): string => email ?? username ?? userId;

export const parseUserName = (text: string): UserName =>
  text === 'username' || text === 'email' ? text : 'id';

/** Asks the user pool: whoever never registered is found as well. Several users may have one address. */
export const findUsers = async (
  api: Api,
  by: Exclude<UserName, 'id'>,
  name: string,
): Promise<readonly User[]> => {
  const query = by === 'email' ? { email: name } : { username: name };
  const { items } = await answerOf(api.GET('/users', { params: { query } }));
  return items;
};
