// Users and groups of a test's own, so that the tests need no order.
import { randomUUID } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  CreateGroupCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { type App, signIn } from '../../local/app.ts';
import type { StackDescription } from '../../local/stack-description.ts';

/** Signs up, confirms and signs in, as the app of a new user does. */
export const newUser = async (stack: StackDescription, groups: readonly string[] = []): Promise<App> => {
  const { userPoolId: UserPoolId, userPoolClientId: ClientId, confirmationCode } = stack;
  const pool = poolOf(stack);
  const username = `${randomUUID()}@example.com`;
  const password = 'Correct-horse-1';
  await pool.send(
    new SignUpCommand({
      ClientId,
      Username: username,
      Password: password,
      UserAttributes: [{ Name: 'email', Value: username }],
    }),
  );
  await pool.send(
    new ConfirmSignUpCommand({ ClientId, Username: username, ConfirmationCode: confirmationCode }),
  );
  for (const GroupName of groups) {
    await pool.send(new AdminAddUserToGroupCommand({ UserPoolId, Username: username, GroupName }));
  }
  return signIn(stack, { username, password });
};

/** A group of the user pool that nobody is in. */
export const newGroup = async (stack: StackDescription): Promise<string> => {
  const GroupName = `team-${randomUUID()}`;
  await poolOf(stack).send(new CreateGroupCommand({ UserPoolId: stack.userPoolId, GroupName }));
  return GroupName;
};

const poolOf = ({ region, endpoints }: StackDescription) =>
  new CognitoIdentityProviderClient({
    region,
    endpoint: endpoints.cognitoIdp,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
