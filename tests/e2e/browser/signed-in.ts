// What our pages keep of a sign-in by password, for tests that begin after it.
import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { StackDescription } from '../../../local/stack-description.ts';
import type { Credentials } from './sign-in-form.ts';

/** The session storage of a tab in which somebody has signed in: web/sign-in/password-session.ts. */
export const sessionOf = async (
  { region, endpoints, userPoolClientId }: StackDescription,
  { username, password }: Credentials,
): Promise<Readonly<Record<string, string>>> => {
  const pool = new CognitoIdentityProviderClient({
    region,
    endpoint: endpoints.cognitoIdp,
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  });
  const { AuthenticationResult: { IdToken, RefreshToken } = {} } = await pool.send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: userPoolClientId,
      AuthParameters: { USERNAME: username, PASSWORD: password },
    }),
  );
  pool.destroy();
  const tokens = { idToken: IdToken, refreshToken: RefreshToken, expiresAt: Date.now() + 3_600_000 };
  return { [`iot-attache:session:${userPoolClientId}`]: JSON.stringify(tokens) };
};
