// What administrators do to users in the user pool, as EventBridge tells. Composition; the flow is
// src/provisioning/follow-pool.ts. What fails is thrown: the event comes again, and in the end to the dead letters.
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { IoTClient } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import type { Context } from 'aws-lambda';
import { ulid } from 'ulid';
import { clientOptions } from '../aws/client-options.ts';
import { connections } from '../aws/connections.ts';
import { documentClient } from '../aws/document-client.ts';
import { iotAttachments } from '../aws/iot-attachments.ts';
import { metered } from '../aws/metered.ts';
import { poolUsers } from '../aws/pool-users.ts';
import { dueStore } from '../aws/store-due.ts';
import { grantStore } from '../aws/store-grants.ts';
import { memberStore } from '../aws/store-members.ts';
import { provisioningStore } from '../aws/store-provisioning.ts';
import { userStore } from '../aws/store-users.ts';
import type { Task } from '../domain/due.ts';
import type { PolicySpace } from '../domain/policy-space.ts';
import { log } from '../http/log.ts';
import { metricsOf } from '../http/metrics.ts';
import { faultOf } from '../http/outage.ts';
import { applyUser } from '../provisioning/apply-user.ts';
import { changeUser } from '../provisioning/change-user.ts';
import { createUser } from '../provisioning/create-user.ts';
import { dropSessions } from '../provisioning/drop-sessions.ts';
import { followGroups } from '../provisioning/follow-groups.ts';
import { type FollowPool, followPool } from '../provisioning/follow-pool.ts';
import { measuredApply, measuredDue } from '../provisioning/measured.ts';
import { offboardUser } from '../provisioning/offboard-user.ts';
import { type Outcome, waiting } from '../provisioning/outcome.ts';
import { pauseWithJitter } from '../provisioning/pause.ts';
import { settleUser } from '../provisioning/settle-user.ts';
import { readConfig, variables } from '../schema/config.ts';
import { readPoolEvent } from '../schema/pool-events.ts';

const config = readConfig(
  {
    AWS_REGION: variables.AWS_REGION,
    ACCOUNT_ID: variables.ACCOUNT_ID,
    USER_POOL_ID: variables.USER_POOL_ID,
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

/** Left of the function's time when its calls are aborted. */
const timeToFailMs = 1500;

/** Bound to one event: none of its calls outlives it. */
const flow = (signal: AbortSignal, requestId: string): FollowPool => {
  const table = { client: documents, tableName: config.TABLE_NAME, abortSignal: signal };
  const due = dueStore(table, ({ key, cause }) =>
    log('error', { requestId, message: 'unreadable due item', key, error: cause }),
  );
  const store = {
    ...provisioningStore(table),
    ...userStore(table),
    ...grantStore(table),
    ...memberStore(table),
    ...due,
    ...measuredDue(due, metrics, Date.now),
  };
  const world = { store, space, clock: Date.now, newId: ulid, meter: metrics };
  const dropped = dropSessions({ ...world, connections: connections(data, signal) });
  const applied = measuredApply(
    applyUser({ ...world, attachments: iotAttachments(iot, signal, space.prefix) }),
    metrics,
    Date.now,
  );
  const pool = poolUsers(users, signal, config.USER_POOL_ID);
  const pause = pauseWithJitter(signal);
  const changed = changeUser({ ...world, poolUsers: pool, pause });
  const settled = settleUser({
    ...world,
    applyUser: applied,
    dropSessions: dropped,
    finishRemoval: left,
    finishOffboarding: left,
    report: (error) => log('error', { requestId, message: 'left to the sweeper', error }),
  });
  return followPool({
    ...world,
    pool,
    createUser: createUser(world),
    followGroups: followGroups({ ...world, applyUser: applied, dropSessions: dropped }),
    dropSessions: dropped,
    offboardUser: offboardUser({ ...world, changeUser: changed, settleUser: settled }),
    pause,
  });
};

/** What ends somebody's rights is done here; its devices and grants are due, and taken away by the sweeper. */
const left = async (work: Task): Promise<Outcome> => waiting(work, Date.now());

export const handler = async (event: unknown, context: Context): Promise<void> => {
  const requestId = context.awsRequestId;
  const begun = Date.now();
  const said = readPoolEvent(event, config.USER_POOL_ID);
  if (said.kind === 'ignored') {
    log('info', { requestId, message: 'event ignored', why: said.why });
    return;
  }
  const { kind, userId, eventId: hintId = requestId } = said;
  const signal = AbortSignal.timeout(context.getRemainingTimeInMillis() - timeToFailMs);
  const report = (level: 'info' | 'error', what: Readonly<Record<string, unknown>>) =>
    log(level, {
      requestId,
      message: 'followed',
      kind,
      userId,
      hintId,
      ...what,
      durationMs: Date.now() - begun,
    });
  try {
    await flow(signal, requestId)({ kind, userId, hintId, requestId });
    report('info', { outcome: 'ok' });
  } catch (error) {
    report('error', { outcome: faultOf(error).kind, error });
    // What Lambda logs of it, and puts beside a dead letter, is nothing of AWS's own words.
    throw new Error(`Not followed: ${faultOf(error).kind}`);
  } finally {
    metrics.write();
  }
};
