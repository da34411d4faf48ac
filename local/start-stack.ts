// The whole service on this machine: its own handlers and routes, over stand-ins for what AWS has.
import { freePort } from './api/free-port.ts';
import { startApi } from './api/start-api.ts';
import { createTable } from './dynamodb/create-table.ts';
import { startDynamoDb } from './dynamodb/start-dynamodb.ts';
import { grantDemoTopic } from './grant-demo-topic.ts';
import { startIdentityPool } from './identity-pool/start-identity-pool.ts';
import { startIotCore } from './iot/start-iot-core.ts';
import { prepareResources } from './prepare-resources.ts';
import type { StackDescription } from './stack-description.ts';
import type { StackPorts } from './stack-ports.ts';
import { stackResources } from './stack-resources.ts';
import { startUserPool } from './user-pool/start-user-pool.ts';
import { buildPages } from './web/build-pages.ts';
import { pageSettings } from './web/page-settings.ts';
import { startWebServer } from './web/start-web-server.ts';

export type RunningStack = {
  readonly description: StackDescription;
  /** Resolves when every part has stopped. */
  readonly close: () => Promise<void>;
};

const region = 'us-east-1';
const accountId = '123456789012';
const userPoolId = `${region}_LocalPool`;
const clientId = 'local-app';
const identityPoolId = `${region}:11111111-2222-4333-8444-555555555555`;
const space = { region, accountId, prefix: 'iot-attache-local' };
const retainedTopics = ['users/${identityId}/#'];

const users = [
  { username: 'alice@example.com', password: 'Alice-password-1', groups: [] },
  { username: 'bob@example.com', password: 'Bob-password-1', groups: [] },
  { username: 'admin@example.com', password: 'Admin-password-1', groups: ['admins'] },
];

/** @throws when a port is in use, before anything is started; what fails later stops what was started until then. */
export const startStack = async (settings: {
  readonly ports: StackPorts;
  /** Hold each control-plane operation to its own quota. */
  readonly throttle?: boolean;
  /** How long a policy change takes to become effective, as the 6 to 8 minutes on AWS. */
  readonly propagationSeconds?: number;
  /** `none` where nobody looks at them: they take seconds to build, and `webUrl` answers 503. */
  readonly pages?: 'built' | 'none';
  /** What the handlers print. */
  readonly onOutput?: (text: string) => void;
}): Promise<RunningStack> => {
  const { ports, throttle = false, propagationSeconds = 0, pages = 'built', onOutput = () => {} } = settings;
  const parts: Promise<{ close: () => Promise<void> }>[] = [];
  const close = async () => {
    for (const part of await Promise.allSettled(parts.splice(0).reverse()))
      if (part.status === 'fulfilled') await part.value.close();
  };
  const started = <Part extends { close: () => Promise<void> }>(part: Promise<Part>): Promise<Part> => {
    parts.push(part);
    part.catch(() => undefined); // whoever waits for it hears of it, however late
    return part;
  };

  for (const port of Object.values(ports)) await freePort(port);
  try {
    const building = pages === 'built' ? started(buildPages()) : undefined;
    const web = await started(startWebServer(ports.web));
    const { table, authenticatedRole, fixedPolicies } = stackResources(space, retainedTopics);
    const dynamodb = await started(startDynamoDb({ port: ports.dynamodb }));
    // The pool calls functions that are started after it, since they call the pool.
    const lambdaPort = await freePort(ports.lambda);
    const lambdaUrl = `http://127.0.0.1:${lambdaPort}`;
    const functionName = (name: string) => `${space.prefix}-${name}`;
    const userPool = await started(
      startUserPool({
        port: ports.cognitoIdp,
        region,
        userPoolId,
        clientId,
        users,
        triggers: {
          lambdaUrl,
          postConfirmation: functionName('post-confirmation'),
          preTokenGeneration: functionName('pre-token-generation'),
        },
        events: { lambdaUrl, functionName: functionName('pool-events'), accountId },
      }),
    );
    const iot = await started(
      startIotCore({
        ...space,
        role: authenticatedRole,
        port: ports.iot,
        dataPort: ports.iotData,
        throttle,
        propagationSeconds,
      }),
    );
    const identities = await started(
      startIdentityPool({
        region,
        identityPoolId,
        userPoolId,
        userPoolClientIds: [clientId],
        jwksUrl: userPool.jwksUrl,
        iotCore: iot,
        port: ports.cognitoIdentity,
      }),
    );
    await createTable(dynamodb.url, table);
    const env = {
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb.url,
      AWS_ENDPOINT_URL_IOT: iot.controlUrl,
      AWS_ENDPOINT_URL_IOT_DATA_PLANE: iot.dataUrl,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY: identities.url,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: userPool.url,
      USER_POOL_ID: userPoolId,
      USER_POOL_CLIENT_IDS: clientId,
      IDENTITY_POOL_ID: identityPoolId,
      TABLE_NAME: table.TableName,
      POLICY_PREFIX: space.prefix,
      ACCOUNT_ID: accountId,
      RETAINED_TOPICS: retainedTopics.join(','),
      EVERYONE_DOCUMENTS: '1',
      ADMIN_GROUP: 'admins',
      DEFAULT_GROUPS: '',
      CORS_ORIGINS: web.origins.join(','),
      JWKS_URI: userPool.jwksUrl,
    };
    await prepareResources({ region, fixedPolicies, iotUrl: iot.controlUrl });
    const api = await started(startApi({ port: ports.api, lambdaPort, region, env, onOutput }));
    const description: StackDescription = {
      apiUrl: api.url,
      webUrl: web.url,
      region,
      accountId,
      userPoolId,
      userPoolClientId: clientId,
      identityPoolId,
      tableName: table.TableName,
      endpoints: {
        cognitoIdp: userPool.url,
        cognitoIdentity: identities.url,
        iot: iot.controlUrl,
        iotData: iot.dataUrl,
        dynamodb: dynamodb.url,
        lambda: api.lambdaUrl,
      },
      mqttUrl: iot.mqttUrl,
      confirmationCode: userPool.confirmationCode,
      users,
    };
    await grantDemoTopic(description);
    const built = await building;
    if (built) web.serve({ folder: built.folder, ...pageSettings(description) });
    return { close, description };
  } catch (error) {
    await close();
    throw error;
  }
};
