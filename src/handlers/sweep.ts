// Every minute: whatever is due. Composition; the loop is src/provisioning/sweep.ts, what it does src/provisioning/perform.ts.
import { setTimeout } from 'node:timers/promises';
import { IoTClient } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import type { Context } from 'aws-lambda';
import { ulid } from 'ulid';
import { clientOptions } from '../aws/client-options.ts';
import { connections } from '../aws/connections.ts';
import { documentClient } from '../aws/document-client.ts';
import { iotAttachments } from '../aws/iot-attachments.ts';
import { iotPolicies } from '../aws/iot-policies.ts';
import { dueStore } from '../aws/store-due.ts';
import { provisioningStore } from '../aws/store-provisioning.ts';
import { scopeStore } from '../aws/store-scopes.ts';
import { userStore } from '../aws/store-users.ts';
import { taskKey } from '../domain/due.ts';
import type { PolicySpace } from '../domain/policy-space.ts';
import { log } from '../http/log.ts';
import { applyScope } from '../provisioning/apply-scope.ts';
import { applyUser } from '../provisioning/apply-user.ts';
import { pacedAttachments, pacedConnections, pacedPolicies, turns } from '../provisioning/paced.ts';
import { perform } from '../provisioning/perform.ts';
import { type Perform, type SweepReport, sweep } from '../provisioning/sweep.ts';
import { readConfig, variables } from '../schema/config.ts';

const config = readConfig(
  {
    AWS_REGION: variables.AWS_REGION,
    ACCOUNT_ID: variables.ACCOUNT_ID,
    TABLE_NAME: variables.TABLE_NAME,
    POLICY_PREFIX: variables.POLICY_PREFIX,
  },
  process.env,
);
const space: PolicySpace = {
  region: config.AWS_REGION,
  accountId: config.ACCOUNT_ID,
  prefix: config.POLICY_PREFIX,
};
const iot = new IoTClient(clientOptions);
const data = new IoTDataPlaneClient(clientOptions);
const documents = documentClient();

const clock = Date.now;
/** Left of the function's time to write down what became of the last work. */
const timeToRecordMs = 4000;

const storeWith = (abortSignal: AbortSignal) => {
  const table = { client: documents, tableName: config.TABLE_NAME, abortSignal };
  return {
    ...provisioningStore(table),
    ...scopeStore(table),
    ...userStore(table),
    ...dueStore(table),
  };
};

/** Bound to the time of one piece of work: none of its calls outlives it. */
const performWith =
  (turnsWith: ReturnType<typeof turns>): Perform =>
  (work, time) => {
    const { signal } = time;
    const turn = turnsWith(signal);
    const world = { store: storeWith(signal), space, clock, newId: ulid };
    const attachments = pacedAttachments(iotAttachments(iot, signal, space.prefix), turn);
    const policies = pacedPolicies(iotPolicies(iot, signal), turn);
    return perform({
      ...world,
      applyScope: applyScope({ ...world, policies }),
      applyUser: applyUser({ ...world, attachments }),
      connections: pacedConnections(connections(data, signal), turn),
    })(work, time);
  };

export const handler = async (_event: unknown, context: Context): Promise<SweepReport> => {
  const requestId = context.awsRequestId;
  const remainingMs = context.getRemainingTimeInMillis();
  const now = clock();
  const run = sweep({
    store: storeWith(AbortSignal.timeout(remainingMs - 1000)),
    perform: performWith(turns({ clock, sleep: (ms, signal) => setTimeout(ms, undefined, { signal }) })),
    abortAfter: (ms) => AbortSignal.timeout(ms),
    report: (error, { work, dueAt, failures }) =>
      log('error', { requestId, message: 'due work failed', due: taskKey(work), dueAt, failures, error }),
    clock,
    random: Math.random,
    newId: ulid,
  });
  const report = await run({ now, until: now + remainingMs - timeToRecordMs });
  log('info', { requestId, message: 'swept', ...report });
  return report;
};
