import { AdminDisableUserCommand, ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { admin, alice, type OpenPool, openPool, userPoolId } from './open-pool.ts';

const UserPoolId = userPoolId;
let pool: OpenPool;
beforeAll(async () => {
  pool = await openPool();
  await pool.client.send(new AdminDisableUserCommand({ UserPoolId, Username: admin.username }));
});
afterAll(() => pool.close());

const found = async (Filter?: string) => {
  const { Users = [] } = await pool.client.send(new ListUsersCommand({ UserPoolId, Filter }));
  return Users.map(({ Attributes }) => Attributes?.find(({ Name }) => Name === 'email')?.Value).toSorted();
};
const everyone = [admin.username, alice.username];

describe('users are narrowed', () => {
  test.each([
    ['to all without a filter', undefined, everyone],
    ['to all by an empty filter', '', everyone],
    ['by sub', `sub = "${alice.userId}"`, [alice.username]],
    ['by a part of a sub', `sub = "${alice.userId.slice(0, 8)}"`, []],
    ['by the name of the user', `username = "${alice.userId}"`, [alice.username]],
    ['by address', `email = "${alice.username}"`, [alice.username]],
    ['by address in another case', 'email = "ALICE@Example.com"', [alice.username]],
    ['by the beginning of an address', 'email ^= "a"', everyone],
    ['without blanks', `email="${alice.username}"`, [alice.username]],
    ['by an attribute in quotation marks', `"email" = "${alice.username}"`, [alice.username]],
    ['by an attribute that nobody has', 'name = "Alice"', []],
    ['to the enabled', 'status = "Enabled"', [alice.username]],
    ['to the disabled', 'status = "Disabled"', [admin.username]],
    ['to the disabled, in that case only', 'status = "disabled"', []],
    ['to the confirmed', 'cognito:user_status = "confirmed"', everyone],
  ])('%s', async (_how, filter, users) => {
    expect(await found(filter)).toEqual(users);
  });

  test.each([
    ['no comparison', 'alice'],
    ['no quotation marks', `email = ${alice.username}`],
    ['a quotation mark in the value', 'email = "x" = "y"'],
    ['an escaped one', 'email = "x\\"y"'],
    ['two comparisons', 'email = "x" or sub = "y"'],
    ['an attribute that cannot be searched', 'custom:tenant = "x"'],
    ['the name of a method', 'constructor = "x"'],
    ['more than 256 characters', `email = "${'a'.repeat(247)}"`],
  ])('by no filter with %s', async (_what, filter) => {
    await expect(found(filter)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test('by a filter of 256 characters', async () => {
    expect(await found(`email = "${'a'.repeat(246)}"`)).toEqual([]);
  });
});
