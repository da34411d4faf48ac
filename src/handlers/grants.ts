// Grants and managed groups – composition; the routes are in src/routes, the flows in src/provisioning.
import { IoTClient } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { monotonicFactory } from 'ulid';
import { clientOptions } from '../aws/client-options.ts';
import { connections } from '../aws/connections.ts';
import { documentClient } from '../aws/document-client.ts';
import { iotAttachments } from '../aws/iot-attachments.ts';
import { iotPolicies } from '../aws/iot-policies.ts';
import { metered } from '../aws/metered.ts';
import { dueStore } from '../aws/store-due.ts';
import { grantStore } from '../aws/store-grants.ts';
import { memberStore } from '../aws/store-members.ts';
import { provisioningStore } from '../aws/store-provisioning.ts';
import { scopeStore } from '../aws/store-scopes.ts';
import { userStore } from '../aws/store-users.ts';
import type { PolicySpace } from '../domain/policy-space.ts';
import { administratorVerifier } from '../http/administrator.ts';
import { callerVerifier } from '../http/caller.ts';
import { endpoint } from '../http/endpoint.ts';
import { lambda } from '../http/lambda.ts';
import { log } from '../http/log.ts';
import { metricsOf } from '../http/metrics.ts';
import { applyScope } from '../provisioning/apply-scope.ts';
import { applyUser } from '../provisioning/apply-user.ts';
import { changeGrants } from '../provisioning/change-grants.ts';
import { defaultRules } from '../provisioning/default-rules.ts';
import { deleteGroup } from '../provisioning/delete-group.ts';
import { dropSessions } from '../provisioning/drop-sessions.ts';
import { putGroup } from '../provisioning/manage-group.ts';
import { measuredApply, measuredDue } from '../provisioning/measured.ts';
import { pauseWithJitter } from '../provisioning/pause.ts';
import { previewGrants } from '../provisioning/preview-grants.ts';
import { listGrants, readGrant } from '../provisioning/read-grants.ts';
import { listGroups, readGroup } from '../provisioning/read-groups.ts';
import { applyingMs, settleChange } from '../provisioning/settle-change.ts';
import { type GrantFlows, grantRoutes } from '../routes/grants.ts';
import { type GroupFlows, groupRoutes } from '../routes/groups.ts';
import { readConfig, variables } from '../schema/config.ts';

const config = readConfig(
  {
    AWS_REGION: variables.AWS_REGION,
    ACCOUNT_ID: variables.ACCOUNT_ID,
    USER_POOL_ID: variables.USER_POOL_ID,
    USER_POOL_CLIENT_IDS: variables.USER_POOL_CLIENT_IDS,
    TABLE_NAME: variables.TABLE_NAME,
    POLICY_PREFIX: variables.POLICY_PREFIX,
    ADMIN_GROUP: variables.ADMIN_GROUP,
    EVERYONE_DOCUMENTS: variables.EVERYONE_DOCUMENTS,
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
const sessions = metered(new IoTDataPlaneClient(clientOptions), metrics);
const documents = metered(documentClient(), metrics);
/** In the order in which they are made: of two operations of a request, the later has the later ID. */
const newId = monotonicFactory();

/** Bound to one request's signal: none of its calls outlives its answer. */
const flowsFor = (signal: AbortSignal): GrantFlows & GroupFlows => {
  const table = { client: documents, tableName: config.TABLE_NAME, abortSignal: signal };
  const store = {
    ...provisioningStore(table),
    ...scopeStore(table),
    ...userStore(table),
    ...grantStore(table),
    ...memberStore(table),
    ...dueStore(table, (unreadable) => report(unreadable.cause)),
  };
  const world = { store, space, clock: Date.now, newId, report, pause: pauseWithJitter(signal) };
  const start = { ...world, everyone: { documents: config.EVERYONE_DOCUMENTS, rules: defaultRules } };
  // What is stored need not be applied at once: the answer is in time to say so.
  const applying = AbortSignal.any([signal, AbortSignal.timeout(applyingMs)]);
  const groups = { ...world, readGroup: readGroup(world) };
  const attachments = iotAttachments(iot, applying, space.prefix);
  const settling = settleChange({
    ...world,
    store: { ...store, ...measuredDue(store, metrics, Date.now) },
    applyScope: measuredApply(
      applyScope({ ...world, policies: iotPolicies(iot, applying) }),
      metrics,
      Date.now,
    ),
    applyUser: measuredApply(applyUser({ ...world, attachments, meter: metrics }), metrics, Date.now),
    dropSessions: dropSessions({ ...world, connections: connections(sessions, applying) }),
  });
  return {
    changeGrants: changeGrants({ ...start, settleChange: settling }),
    previewGrants: previewGrants(start),
    readGrant: readGrant(store),
    listGrants: listGrants(world),
    putGroup: putGroup({ ...groups, settleChange: settling }),
    deleteGroup: deleteGroup({ ...groups, settleChange: settling }),
    readGroup: groups.readGroup,
    listGroups: listGroups(world),
  };
};

/** What was stored and could not be applied at once stays due. */
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

export const handler = lambda(
  { ...grantRoutes(administrator, flowsFor, space), ...groupRoutes(administrator, flowsFor) },
  { corsOrigins: config.CORS_ORIGINS, metrics },
);
