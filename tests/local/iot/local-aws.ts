// The stand-ins as the tests use them: started on free ports, spoken to by the real SDK clients.
import { CognitoIdentityClient } from '@aws-sdk/client-cognito-identity';
import { IoTClient } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { startIdentityPool } from '../../../local/identity-pool/start-identity-pool.ts';
import { type IotCoreOptions, startIotCore } from '../../../local/iot/start-iot-core.ts';
import type { PolicyDocument } from '../../../src/domain/policy-document.ts';
import { startUserPoolKeys, userPoolClientId, userPoolId } from './user-pool-keys.ts';

export const region = 'us-east-1';
export const accountId = '123456789012';
export const identityPoolId = 'us-east-1:11111111-2222-4333-8444-555555555555';
export const provider = `cognito-idp.us-east-1.amazonaws.com/${userPoolId}`;

export const openRole: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'iot:*', Resource: '*' }],
};

export type LocalAws = Awaited<ReturnType<typeof startLocalAws>>;

export const startLocalAws = async (options: Partial<IotCoreOptions> = {}, isGood = () => true) => {
  const keys = await startUserPoolKeys();
  const iotCore = await startIotCore({ region, accountId, role: openRole, ...options });
  const identityPool = await startIdentityPool({
    region,
    identityPoolId,
    userPoolId,
    userPoolClientIds: [userPoolClientId],
    jwksUrl: keys.jwksUrl,
    iotCore,
    isGood,
  });
  const own = { region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' }, maxAttempts: 1 };
  const iot = new IoTClient({ ...own, endpoint: iotCore.controlUrl });
  const iotData = new IoTDataPlaneClient({ ...own, endpoint: iotCore.dataUrl });
  const identity = new CognitoIdentityClient({ ...own, endpoint: identityPool.url });
  return {
    iotCore,
    identityPool,
    iot,
    iotData,
    identity,
    close: async () => {
      for (const client of [iot, iotData, identity]) client.destroy();
      await Promise.all([identityPool.close(), iotCore.close(), keys.close()]);
    },
  };
};

/** A clock that a test moves. */
export const createClock = (start = Date.UTC(2026, 10, 23)) => {
  let now = start;
  return {
    now: () => now,
    advance: (seconds: number) => {
      now += seconds * 1000;
    },
  };
};

/** How a call was answered: the error's name and HTTP status, or `ok`. */
export const outcomeOf = async (call: Promise<unknown>): Promise<string> => {
  try {
    await call;
    return 'ok';
  } catch (error) {
    return error instanceof Error ? `${error.name} ${statusOf(error)}` : String(error);
  }
};

const statusOf = (error: Error): unknown => {
  const metadata: unknown = Reflect.get(error, '$metadata');
  return typeof metadata === 'object' && metadata ? Reflect.get(metadata, 'httpStatusCode') : undefined;
};
