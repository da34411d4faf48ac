// People who sign in on our pages.
import { randomUUID } from 'node:crypto';
import {
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { StackDescription } from '../../../local/stack-description.ts';
import type { Credentials } from './sign-in-form.ts';

export type Account = Credentials & { readonly userId: string };

/** Somebody of a test's own, who has signed up and never signed in. */
export const newAccount = async (stack: StackDescription, isConfirmed = true): Promise<Account> => {
  const { region, endpoints, userPoolClientId: ClientId, confirmationCode: ConfirmationCode } = stack;
  const anonymous = { accessKeyId: 'none', secretAccessKey: 'none' };
  const pool = new CognitoIdentityProviderClient({
    region,
    endpoint: endpoints.cognitoIdp,
    credentials: anonymous,
  });
  const Username = newAddress();
  const { UserSub: userId = '' } = await pool.send(
    new SignUpCommand({ ClientId, Username, Password: password }),
  );
  if (isConfirmed) await pool.send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode }));
  pool.destroy();
  return { username: Username, password, userId };
};

export const newAddress = (): string => `${randomUUID()}@example.com`;

/** One that the deployed user pool would take, too. */
export const password = 'Correct-horse-1';
