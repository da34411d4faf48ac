// PreTokenGeneration of the user pool: someone signs in, or renews a token. Composition; the flow is
// src/provisioning/follow-sign-in.ts.
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { IoTClient } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { ulid } from 'ulid';
import { clientOptions } from '../aws/client-options.ts';
import { connections } from '../aws/connections.ts';
import { documentClient } from '../aws/document-client.ts';
import { iotAttachments } from '../aws/iot-attachments.ts';
import { metered } from '../aws/metered.ts';
import { poolUsers } from '../aws/pool-users.ts';
import { dueStore } from '../aws/store-due.ts';
import { memberStore } from '../aws/store-members.ts';
import { provisioningStore } from '../aws/store-provisioning.ts';
import { userStore } from '../aws/store-users.ts';
import type { PolicySpace } from '../domain/policy-space.ts';
import { log } from '../http/log.ts';
import { metricsOf } from '../http/metrics.ts';
import { type TriggerContext, trigger } from '../http/trigger.ts';
import { applyUser } from '../provisioning/apply-user.ts';
import { createUser } from '../provisioning/create-user.ts';
import { dropSessions } from '../provisioning/drop-sessions.ts';
import { followGroups } from '../provisioning/follow-groups.ts';
import { followSignIn } from '../provisioning/follow-sign-in.ts';
import { measuredApply, measuredDue } from '../provisioning/measured.ts';
import { readConfig, variables } from '../schema/config.ts';
import { type TokenGeneration, tokenGeneration } from '../schema/pool-events.ts';

const config = readConfig(
  {
    AWS_REGION: variables.AWS_REGION,
    ACCOUNT_ID: variables.ACCOUNT_ID,
    TABLE_NAME: variables.TABLE_NAME,
    POLICY_PREFIX: variables.POLICY_PREFIX,
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
const users = metered(new CognitoIdentityProviderClient(clientOptions), metrics);
const iot = metered(new IoTClient(clientOptions), metrics);
const data = metered(new IoTDataPlaneClient(clientOptions), metrics);
const documents = metered(documentClient(), metrics);

const follow = async (
  { userPoolId, userId, username, groups }: TokenGeneration,
  { requestId, now, signal }: TriggerContext,
): Promise<void> => {
  // Not said is not known, and by no means none.
  if (groups === undefined) return;
  const table = { client: documents, tableName: config.TABLE_NAME, abortSignal: signal };
  const due = dueStore(table, ({ key, cause }) =>
    log('error', { requestId, message: 'unreadable due item', key, error: cause }),
  );
  const store = {
    ...provisioningStore(table),
    ...userStore(table),
    ...memberStore(table),
    ...due,
    ...measuredDue(due, metrics, Date.now),
  };
  const world = { store, space, clock: Date.now, newId: ulid, meter: metrics };
  const flow = followSignIn({
    ...world,
    pool: poolUsers(users, signal, userPoolId),
    createUser: createUser(world),
    followGroups: followGroups({
      ...world,
      applyUser: measuredApply(
        applyUser({ ...world, attachments: iotAttachments(iot, signal, space.prefix) }),
        metrics,
        Date.now,
      ),
      dropSessions: dropSessions({ ...world, connections: connections(data, signal) }),
    }),
  });
  await flow({ userId, username, groups, requestId, now });
};

export const handler = trigger(tokenGeneration, follow, { metrics });
