// A process of its own with all that a registration calls: DynamoDB, IoT Core, the identity pool and a user pool's
// keys. It says by IPC where they are, and on request which calls were made; it ends with whoever started it.
import { createTable } from '../local/dynamodb/create-table.ts';
import { startDynamoDb } from '../local/dynamodb/start-dynamodb.ts';
import { startIdentityPool } from '../local/identity-pool/start-identity-pool.ts';
import { startIotCore } from '../local/iot/start-iot-core.ts';
import { prepareResources } from '../local/prepare-resources.ts';
import { stackResources } from '../local/stack-resources.ts';
import { clientId, startTokenIssuer, userPoolId } from '../tests/http/token-issuer.ts';
import { functionEnvironment } from './function-environment.ts';
import { groupName, manageGroup } from './managed-group.ts';

export type StackAddress = {
  readonly environment: Readonly<Record<string, string>>;
  /** Of two users. */
  readonly idTokens: readonly [string, string];
};

/** How often each was called since the last `forget`. */
export type StackCalls = {
  readonly store: Readonly<Record<string, number>>;
  readonly control: readonly string[];
};

const { AWS_REGION: region, ACCOUNT_ID: accountId, POLICY_PREFIX: prefix, TABLE_NAME } = functionEnvironment;
const space = { region, accountId, prefix };

const start = async (): Promise<{ address: StackAddress; calls: () => StackCalls; forget: () => void }> => {
  const issuer = await startTokenIssuer();
  const { table, authenticatedRole, fixedPolicies } = stackResources(space, [
    functionEnvironment.RETAINED_TOPICS,
  ]);
  const dynamodb = await startDynamoDb();
  const iot = await startIotCore({ ...space, role: authenticatedRole });
  const identities = await startIdentityPool({
    region,
    identityPoolId: functionEnvironment.IDENTITY_POOL_ID,
    userPoolId,
    userPoolClientIds: [clientId],
    jwksUrl: issuer.jwksUri,
    iotCore: iot,
  });
  await createTable(dynamodb.url, { ...table, TableName: TABLE_NAME });
  await prepareResources({ region, fixedPolicies, iotUrl: iot.controlUrl });
  await manageGroup(space, TABLE_NAME, { dynamodb: dynamodb.url, iot: iot.controlUrl });

  /** With the claims that a user pool's own ID tokens have. */
  const idTokenOf = (sub: string): string =>
    issuer.idToken({
      sub,
      'cognito:groups': [groupName],
      'cognito:username': sub,
      email: 'someone@example.com',
      email_verified: true,
      origin_jti: '0d4c3c1a-6f0e-4c38-8f4f-1c53a3b3c0aa',
      event_id: '6c2a0a55-1c8c-4b57-8a7e-6c1f7d2d9f11',
      jti: 'c0a8e6a4-4c0b-4b84-9d0e-6d7e8c1c2b3a',
      auth_time: Math.floor(Date.now() / 1000) - 60,
    });
  return {
    address: {
      environment: {
        AWS_ENDPOINT_URL_DYNAMODB: dynamodb.url,
        AWS_ENDPOINT_URL_IOT: iot.controlUrl,
        AWS_ENDPOINT_URL_COGNITO_IDENTITY: identities.url,
        JWKS_URI: issuer.jwksUri,
      },
      idTokens: [
        idTokenOf('11111111-1111-4111-8111-111111111111'),
        idTokenOf('22222222-2222-4222-8222-222222222222'),
      ],
    },
    calls: () => ({
      store: dynamodb.calls(),
      control: iot.calls.list().map(({ operation }) => operation),
    }),
    forget: () => {
      dynamodb.forgetCalls();
      iot.calls.clear();
    },
  };
};

process.on('disconnect', () => process.exit());
const stack = await start();
process.on('message', (question) => {
  process.send?.(stack.calls());
  if (question === 'forget') stack.forget();
});
process.send?.(stack.address);
