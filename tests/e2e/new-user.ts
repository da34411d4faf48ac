// Users of a test's own, so that the tests need no order.
import { randomUUID } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { type App, signIn } from '../../local/app.ts';
import type { StackDescription } from '../../local/stack-description.ts';

/** Signs up, confirms and signs in, as the app of a new user does. */
export const newUser = async (stack: StackDescription, groups: readonly string[] = []): Promise<App> => {
  const { region, userPoolId: UserPoolId, userPoolClientId: ClientId, endpoints, confirmationCode } = stack;
  const pool = new CognitoIdentityProviderClient({
    region,
    endpoint: endpoints.cognitoIdp,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
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
