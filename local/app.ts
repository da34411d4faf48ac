// What a client app does, step by step: sign in, register, fetch credentials, connect. For the demo and the tests.
import { CognitoIdentityClient, GetCredentialsForIdentityCommand } from '@aws-sdk/client-cognito-identity';
import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import mqtt, { type MqttClient } from 'mqtt';
import * as z from 'zod/mini';
import { presignMqttUrl } from '../src/client/presign-mqtt-url.ts';
import type { StackDescription } from './stack-description.ts';

const Registration = z.object({
  deviceId: z.string(),
  identityId: z.string(),
  clientId: z.string(),
  mqttUrl: z.string(),
  policies: z.array(z.string()),
});
export type Registration = z.output<typeof Registration>;

export type App = {
  readonly idToken: string;
  /** Any request to the API, with the token. */
  readonly request: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Response>;
  /** @throws unless the answer is 200 or 201. */
  readonly register: (deviceId: string) => Promise<Registration>;
  /** @throws when the connection is refused. */
  readonly connect: (registration: Registration, clientId?: string) => Promise<MqttClient>;
};

export const signIn = async (
  stack: StackDescription,
  { username, password }: { readonly username: string; readonly password: string },
): Promise<App> => {
  const { region, userPoolId, userPoolClientId, endpoints, apiUrl } = stack;
  const anonymous = { region, credentials: { accessKeyId: 'none', secretAccessKey: 'none' } };
  const users = new CognitoIdentityProviderClient({ ...anonymous, endpoint: endpoints.cognitoIdp });
  const { AuthenticationResult } = await users.send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: userPoolClientId,
      AuthParameters: { USERNAME: username, PASSWORD: password },
    }),
  );
  const idToken = AuthenticationResult?.IdToken ?? '';
  const request: App['request'] = (method, path, body, headers) =>
    fetch(`${apiUrl}${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${idToken}`,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });

  return {
    idToken,
    request,
    register: async (deviceId) => {
      const response = await request('POST', '/register-device', { deviceId });
      if (!response.ok) throw new Error(`Registration answered ${response.status}: ${await response.text()}`);
      return Registration.parse(await response.json());
    },
    connect: async ({ identityId, clientId: ownClientId, mqttUrl }, clientId = ownClientId) => {
      const identities = new CognitoIdentityClient({ ...anonymous, endpoint: endpoints.cognitoIdentity });
      const { Credentials } = await identities.send(
        new GetCredentialsForIdentityCommand({
          IdentityId: identityId,
          Logins: { [`cognito-idp.${region}.amazonaws.com/${userPoolId}`]: idToken },
        }),
      );
      const url = await presignMqttUrl({
        mqttUrl,
        region,
        credentials: {
          accessKeyId: Credentials?.AccessKeyId ?? '',
          secretAccessKey: Credentials?.SecretKey ?? '',
          sessionToken: Credentials?.SessionToken ?? '',
        },
        signingDate: new Date(),
      });
      return mqtt.connectAsync(url, {
        clientId,
        protocolVersion: 4,
        reconnectPeriod: 0,
        connectTimeout: 5000,
      });
    },
  };
};
