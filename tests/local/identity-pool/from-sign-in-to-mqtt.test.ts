// The stand-ins together: a token of the local user pool leads to an identity, credentials and a connection.

import {
  CognitoIdentityClient,
  GetCredentialsForIdentityCommand,
  GetIdCommand,
} from '@aws-sdk/client-cognito-identity';
import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { connectAsync } from 'mqtt';
import { expect, it } from 'vitest';
import { startIdentityPool } from '../../../local/identity-pool/start-identity-pool.ts';
import { startIotCore } from '../../../local/iot/start-iot-core.ts';
import { startUserPool } from '../../../local/user-pool/start-user-pool.ts';
import { presignMqttUrl } from '../../../src/client/presign-mqtt-url.ts';
import { accountId, identityPoolId, openRole, provider, region } from '../iot/local-aws.ts';
import { userPoolId } from '../iot/user-pool-keys.ts';

const alice = { username: 'alice@example.com', password: 'Passw0rd!', groups: [] };

it('a signed-in user connects once a policy is attached to the identity', async () => {
  const users = await startUserPool({ region, userPoolId, clientId: 'app', users: [alice] });
  const iotCore = await startIotCore({ region, accountId, role: openRole });
  const pool = { region, identityPoolId, userPoolId, userPoolClientIds: ['app'], jwksUrl: users.jwksUrl };
  const identityPool = await startIdentityPool({ ...pool, iotCore });
  const cognito = new CognitoIdentityProviderClient({ region, endpoint: users.url });
  const identity = new CognitoIdentityClient({ region, endpoint: identityPool.url });

  const { AuthenticationResult } = await cognito.send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: 'app',
      AuthParameters: { USERNAME: alice.username, PASSWORD: alice.password },
    }),
  );
  const Logins = { [provider]: AuthenticationResult?.IdToken ?? '' };
  const { IdentityId = '' } = await identity.send(
    new GetIdCommand({ IdentityPoolId: identityPoolId, Logins }),
  );
  const answer = await identity.send(new GetCredentialsForIdentityCommand({ IdentityId, Logins }));
  const { AccessKeyId = '', SecretKey = '', SessionToken = '' } = answer.Credentials ?? {};

  const body = { policyDocument: JSON.stringify(openRole) };
  await fetch(`${iotCore.controlUrl}/policies/all`, { method: 'POST', body: JSON.stringify(body) });
  const target = { method: 'PUT', body: JSON.stringify({ target: IdentityId }) };
  await fetch(`${iotCore.controlUrl}/target-policies/all`, target);
  const url = await presignMqttUrl({
    mqttUrl: iotCore.mqttUrl,
    region,
    credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretKey, sessionToken: SessionToken },
    signingDate: new Date(),
  });
  const client = await connectAsync(url, { clientId: 'web-1', protocolVersion: 4, reconnectPeriod: 0 });
  expect(client.connected).toBe(true);

  await client.endAsync(true);
  for (const sdk of [cognito, identity]) sdk.destroy();
  for (const server of [identityPool, iotCore, users]) await server.close();
});
