import { randomUUID } from 'node:crypto';
import type { Context } from 'cognito-local/lib/services/context.js';
import type { UserPoolService } from 'cognito-local/lib/services/userPoolService.js';

export type SeededUser = {
  /** An e-mail address: users sign in by it. */
  readonly username: string;
  readonly password: string;
  readonly groups: readonly string[];
  /** The `sub`; made up when absent. */
  readonly userId?: string;
};

/** Confirmed users with their groups; groups are made as they are named. */
export const seedUsers = async (
  context: Context,
  pool: UserPoolService,
  users: readonly SeededUser[],
): Promise<void> => {
  const now = new Date();
  for (const { username, password, groups, userId = randomUUID() } of users) {
    await pool.saveUser(context, {
      Username: userId,
      Password: password,
      Attributes: [
        { Name: 'email', Value: username },
        { Name: 'email_verified', Value: 'true' },
        { Name: 'sub', Value: userId },
      ],
      Enabled: true,
      UserStatus: 'CONFIRMED',
      UserCreateDate: now,
      UserLastModifiedDate: now,
      RefreshTokens: [],
    });
    for (const name of groups) await joinGroup(context, pool, userId, name);
  }
};

export const seedGroup = async (context: Context, pool: UserPoolService, name: string): Promise<void> => {
  const now = new Date();
  if (!(await pool.getGroupByGroupName(context, name)))
    await pool.saveGroup(context, { GroupName: name, CreationDate: now, LastModifiedDate: now });
};

const joinGroup = async (
  context: Context,
  pool: UserPoolService,
  userId: string,
  name: string,
): Promise<void> => {
  await seedGroup(context, pool, name);
  const group = await pool.getGroupByGroupName(context, name);
  const user = await pool.getUserByUsername(context, userId);
  if (group && user) await pool.addUserToGroup(context, group, user);
};
