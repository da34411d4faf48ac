// Users: who they are, what they have, and what administrators decide about them – composition; the routes are in
// src/routes, the flows in src/provisioning.
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { IoTClient } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { ulid } from 'ulid';
import { clientOptions } from '../aws/client-options.ts';
import { connectionStates } from '../aws/connection-states.ts';
import { connections } from '../aws/connections.ts';
import { documentClient } from '../aws/document-client.ts';
import { iotAttachments } from '../aws/iot-attachments.ts';
import { iotThings } from '../aws/iot-things.ts';
import { metered } from '../aws/metered.ts';
import { poolUsers } from '../aws/pool-users.ts';
import { deviceStore } from '../aws/store-devices.ts';
import { dueStore } from '../aws/store-due.ts';
import { grantStore } from '../aws/store-grants.ts';
import { memberStore } from '../aws/store-members.ts';
import { provisioningStore } from '../aws/store-provisioning.ts';
import { userStore } from '../aws/store-users.ts';
import { poolSessions } from '../aws/user-pool.ts';
import type { PolicySpace } from '../domain/policy-space.ts';
import { administratorVerifier } from '../http/administrator.ts';
import { callerVerifier } from '../http/caller.ts';
import { endpoint } from '../http/endpoint.ts';
import { lambda } from '../http/lambda.ts';
import { log } from '../http/log.ts';
import { metricsOf } from '../http/metrics.ts';
import { applyUser } from '../provisioning/apply-user.ts';
import { changeUser } from '../provisioning/change-user.ts';
import { disconnectUser } from '../provisioning/disconnect-user.ts';
import { dropSessions } from '../provisioning/drop-sessions.ts';
import { finishOffboarding } from '../provisioning/finish-offboarding.ts';
import { finishRemoval } from '../provisioning/finish-removal.ts';
import { listUsers } from '../provisioning/list-users.ts';
import { measuredApply, measuredDue } from '../provisioning/measured.ts';
import { offboardUser } from '../provisioning/offboard-user.ts';
import { pauseWithJitter } from '../provisioning/pause.ts';
import { readUser } from '../provisioning/read-user.ts';
import { removeUserDevice } from '../provisioning/remove-user-device.ts';
import { requestReconciliation } from '../provisioning/request-reconciliation.ts';
import { resumeUser } from '../provisioning/resume-user.ts';
import { applyingMs } from '../provisioning/settle-change.ts';
import { settleThing } from '../provisioning/settle-thing.ts';
import { settleUser } from '../provisioning/settle-user.ts';
import { suspendUser } from '../provisioning/suspend-user.ts';
import { takeDownDevice } from '../provisioning/take-down-device.ts';
import { type UserFlows, userRoutes } from '../routes/users.ts';
import { readConfig, variables } from '../schema/config.ts';

const config = readConfig(
  {
    AWS_REGION: variables.AWS_REGION,
    ACCOUNT_ID: variables.ACCOUNT_ID,
    USER_POOL_ID: variables.USER_POOL_ID,
    USER_POOL_CLIENT_IDS: variables.USER_POOL_CLIENT_IDS,
    TABLE_NAME: variables.TABLE_NAME,
    POLICY_PREFIX: variables.POLICY_PREFIX,
    RETAINED_TOPICS: variables.RETAINED_TOPICS,
    ADMIN_GROUP: variables.ADMIN_GROUP,
    CORS_ORIGINS: variables.CORS_ORIGINS,
    JWKS_URI: variables.JWKS_URI,
    SERVICE_STAGE: variables.SERVICE_STAGE,
  },
  process.env,
);
const space: PolicySpace = {
  region: config.AWS_REGION,
  accountId: config.ACCOUNT_ID,
  prefix: config.POLICY_PREFIX,
};
const metrics = metricsOf({ stage: config.SERVICE_STAGE });
const iot = metered(new IoTClient(clientOptions), metrics);
const data = metered(new IoTDataPlaneClient(clientOptions), metrics);
const pool = new CognitoIdentityProviderClient(clientOptions);
const documents = metered(documentClient(), metrics);

/** Bound to one request's signal: none of its calls outlives its answer. */
const flowsFor = (signal: AbortSignal, requestId: string): UserFlows => {
  const table = { client: documents, tableName: config.TABLE_NAME, abortSignal: signal };
  const store = {
    ...provisioningStore(table),
    ...userStore(table),
    ...deviceStore(table),
    ...grantStore(table),
    ...memberStore(table),
    ...dueStore(table, (unreadable) => report(unreadable.cause)),
  };
  const world = {
    store,
    space,
    retainedTopics: config.RETAINED_TOPICS,
    clock: Date.now,
    newId: ulid,
    requestId,
    report,
    pause: pauseWithJitter(signal),
  };
  const users = poolUsers(pool, signal, config.USER_POOL_ID);
  const deciding = {
    ...world,
    poolUsers: users,
    poolSessions: poolSessions(pool, signal, config.USER_POOL_ID),
    changeUser: changeUser({ ...world, poolUsers: users }),
    settleUser: settling(world, AbortSignal.any([signal, AbortSignal.timeout(applyingMs)])),
  };
  return {
    listUsers: listUsers(deciding),
    readUser: readUser({
      ...deciding,
      attachments: iotAttachments(iot, signal, space.prefix),
      connectionStates: connectionStates(data, signal),
    }),
    suspendUser: suspendUser(deciding),
    resumeUser: resumeUser(deciding),
    disconnectUser: disconnectUser(deciding),
    removeUserDevice: removeUserDevice(deciding),
    offboardUser: offboardUser(deciding),
    requestReconciliation: requestReconciliation(world),
  };
};

type World = Omit<Parameters<typeof applyUser>[0], 'attachments'> &
  Omit<Parameters<typeof finishOffboarding>[0], 'finishRemoval'> &
  Pick<Parameters<typeof finishRemoval>[0], 'store'> &
  Pick<Parameters<typeof takeDownDevice>[0], 'store'> &
  Pick<Parameters<typeof settleUser>[0], 'store' | 'report'> &
  Pick<Parameters<typeof dropSessions>[0], 'store'>;

/** What is stored need not be applied at once: the answer is in time to say so. */
const settling = (world: World, applying: AbortSignal) => {
  const controls = {
    ...world,
    attachments: iotAttachments(iot, applying, space.prefix),
    things: iotThings(iot, applying),
    connections: connections(data, applying),
    meter: metrics,
  };
  const things = {
    ...controls,
    takeDownDevice: takeDownDevice(controls),
    settleThing: settleThing(controls),
  };
  const removals = { ...things, finishRemoval: finishRemoval(things) };
  return settleUser({
    ...removals,
    store: { ...world.store, ...measuredDue(world.store, metrics, Date.now) },
    applyUser: measuredApply(applyUser(controls), metrics, Date.now),
    dropSessions: dropSessions(controls),
    finishOffboarding: finishOffboarding(removals),
  });
};

/** What was stored and could not be done at once stays due; what a page could not ask for it says itself. */
const report = (error: unknown): void => log('error', { event: 'left-to-the-sweeper', error });

const administrator = endpoint(
  administratorVerifier(
    callerVerifier({
      userPoolId: config.USER_POOL_ID,
      clientIds: config.USER_POOL_CLIENT_IDS,
      jwksUri: config.JWKS_URI,
    }),
    config.ADMIN_GROUP,
  ),
);

export const handler = lambda(userRoutes(administrator, flowsFor), {
  corsOrigins: config.CORS_ORIGINS,
  metrics,
});
