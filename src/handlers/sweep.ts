// Every minute: whatever is due. Composition; the loop is src/provisioning/sweep.ts, what it does src/provisioning/perform.ts.
import { setTimeout } from 'node:timers/promises';
import { IoTClient } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import type { Context } from 'aws-lambda';
import { ulid } from 'ulid';
import { clientOptions } from '../aws/client-options.ts';
import { connections } from '../aws/connections.ts';
import { documentClient } from '../aws/document-client.ts';
import { iotAttachedThings } from '../aws/iot-attached-things.ts';
import { iotAttachments } from '../aws/iot-attachments.ts';
import { iotPolicies } from '../aws/iot-policies.ts';
import { iotThings } from '../aws/iot-things.ts';
import { metered } from '../aws/metered.ts';
import { deviceStore } from '../aws/store-devices.ts';
import { dueStore } from '../aws/store-due.ts';
import { grantStore } from '../aws/store-grants.ts';
import { memberStore } from '../aws/store-members.ts';
import { provisioningStore } from '../aws/store-provisioning.ts';
import { scopeStore } from '../aws/store-scopes.ts';
import { userStore } from '../aws/store-users.ts';
import { type Drift, driftSize } from '../domain/drift.ts';
import { taskKey } from '../domain/due.ts';
import type { UserId } from '../domain/identifiers.ts';
import type { PolicySpace } from '../domain/policy-space.ts';
import { log } from '../http/log.ts';
import { metricsOf } from '../http/metrics.ts';
import { faultOf } from '../http/outage.ts';
import { applyMembers } from '../provisioning/apply-members.ts';
import { applyScope } from '../provisioning/apply-scope.ts';
import { applyUser } from '../provisioning/apply-user.ts';
import { compare } from '../provisioning/compare.ts';
import { defaultRules } from '../provisioning/default-rules.ts';
import { deleteScope } from '../provisioning/delete-scope.ts';
import { dropSessions } from '../provisioning/drop-sessions.ts';
import { expireGrants } from '../provisioning/expire-grants.ts';
import { finishOffboarding } from '../provisioning/finish-offboarding.ts';
import { finishRegistration } from '../provisioning/finish-registration.ts';
import { finishRemoval } from '../provisioning/finish-removal.ts';
import { measuredApply, measuredDue } from '../provisioning/measured.ts';
import { meterSweep } from '../provisioning/meter-sweep.ts';
import {
  pacedAttachments,
  pacedConnections,
  pacedPolicies,
  pacedThings,
  turns,
} from '../provisioning/paced.ts';
import { perform } from '../provisioning/perform.ts';
import { prepareSweep } from '../provisioning/prepare-sweep.ts';
import { reconcile } from '../provisioning/reconcile.ts';
import { settleChange } from '../provisioning/settle-change.ts';
import { settleThing } from '../provisioning/settle-thing.ts';
import { type Perform, type SweepReport, sweep } from '../provisioning/sweep.ts';
import { takeDownDevice } from '../provisioning/take-down-device.ts';
import { walkSessions } from '../provisioning/walk-sessions.ts';
import { readConfig, variables } from '../schema/config.ts';

const config = readConfig(
  {
    AWS_REGION: variables.AWS_REGION,
    ACCOUNT_ID: variables.ACCOUNT_ID,
    TABLE_NAME: variables.TABLE_NAME,
    POLICY_PREFIX: variables.POLICY_PREFIX,
    EVERYONE_DOCUMENTS: variables.EVERYONE_DOCUMENTS,
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
const documents = metered(documentClient(), metrics);

const clock = Date.now;
/** Left of the function's time when the last work ends, to write down what became of it. */
const timeToRecordMs = 5000;
/** Left of it when that is given up too. */
const timeToAnswerMs = 1000;

/** What holds nothing that can be done is told once in every sweep, until somebody removes it. */
const storeWith = (abortSignal: AbortSignal) => {
  const table = { client: documents, tableName: config.TABLE_NAME, abortSignal };
  const due = dueStore(table, ({ key, cause }) =>
    log('error', { message: 'unreadable due item', key, error: cause }),
  );
  return {
    ...provisioningStore(table),
    ...scopeStore(table),
    ...grantStore(table),
    ...userStore(table),
    ...memberStore(table),
    ...deviceStore(table),
    ...due,
    ...measuredDue(due, metrics, clock),
  };
};

/** So often a piece of work fails – about an hour and a quarter – before somebody is to look at it; it stays due. */
const failuresToTell = 10;

/** Ends the invocation as failed when all is done and told, so that Lambda puts it into the dead-letter queue. */
class KeepsFailing extends Error {
  override readonly name = 'KeepsFailing';
}

/** Bound to the time of one piece of work: none of its calls outlives it. */
const performWith =
  (requestId: string, turnsWith: ReturnType<typeof turns>): Perform =>
  (work, time) => {
    const { signal } = time;
    const turn = turnsWith(signal);
    const report = (error: unknown, userId?: UserId) =>
      log('error', { requestId, message: 'part of due work failed', due: taskKey(work), userId, error });
    const world = {
      store: storeWith(signal),
      attachments: pacedAttachments(iotAttachments(iot, signal, space.prefix), turn),
      policies: pacedPolicies(iotPolicies(iot, signal), turn),
      connections: pacedConnections(connections(data, signal), turn),
      things: iotThings(iot, signal),
      attachedThings: pacedThings(iotAttachedThings(iot, signal), turn),
      space,
      clock,
      newId: ulid,
      requestId,
      report,
      meter: metrics,
      tellDrift: (drift: Drift) => {
        metrics.add('DriftFound', driftSize(drift));
        const { of: what, ...found } = drift;
        log('info', { requestId, message: 'drift', what, ...found });
      },
    };
    const flows = {
      ...world,
      applyScope: measuredApply(applyScope(world), metrics, clock),
      applyUser: measuredApply(applyUser(world), metrics, clock),
      dropSessions: dropSessions(world),
      settleThing: settleThing(world),
      takeDownDevice: takeDownDevice(world),
    };
    const finishing = { ...flows, finishRemoval: finishRemoval(flows) };
    const tasks = {
      ...finishing,
      expireGrants: expireGrants({ ...flows, settleChange: settleChange(flows) }),
      applyMembers: applyMembers(flows),
      walkSessions: walkSessions(flows),
      deleteScope: deleteScope(flows),
      finishRegistration: finishRegistration(flows),
      finishOffboarding: finishOffboarding(finishing),
      reconcile: reconcile(finishing),
      compare: compare(finishing),
    };
    return perform(tasks)(work, time);
  };

export const handler = async (_event: unknown, context: Context): Promise<SweepReport> => {
  const requestId = context.awsRequestId;
  const remainingMs = context.getRemainingTimeInMillis();
  const now = clock();
  const sleep = (ms: number, signal: AbortSignal) => setTimeout(ms, undefined, { signal });
  const store = storeWith(AbortSignal.timeout(remainingMs - timeToAnswerMs));
  const everyone = { documents: config.EVERYONE_DOCUMENTS, rules: defaultRules };
  // Whatever becomes of it, what is due is done.
  await prepareSweep({ store, newId: ulid, everyone })({ requestId, now }).catch((error: unknown) =>
    log('error', { requestId, message: 'sweep not prepared', error }),
  );
  const stuck = new Set<string>();
  const run = sweep({
    store,
    perform: performWith(requestId, turns({ clock, sleep })),
    abortAfter: (ms) => AbortSignal.timeout(ms),
    report: (error, { work, dueAt, failures }) => {
      log('error', { requestId, message: 'due work failed', due: taskKey(work), dueAt, failures, error });
      if (failures + 1 === failuresToTell) stuck.add(taskKey(work));
    },
    clock,
    random: Math.random,
    newId: ulid,
  });
  const report = await finished(requestId, async () => {
    const swept = await run({ now, until: now + remainingMs - timeToRecordMs });
    await meterSweep(swept, { store, meter: metrics, clock });
    log('info', { requestId, message: 'swept', outcome: 'ok', ...swept, durationMs: clock() - now });
    return swept;
  });
  if (stuck.size > 0)
    throw new KeepsFailing(`Failed ${failuresToTell} times, and stays due: ${[...stuck].join(', ')}`);
  return report;
};

/** What fails is told by our own log: Lambda's would have all that an error of AWS holds. */
const finished = async <Value>(requestId: string, run: () => Promise<Value>): Promise<Value> => {
  try {
    return await run();
  } catch (error) {
    const outcome = faultOf(error).kind;
    log('error', { requestId, message: 'sweep failed', outcome, error });
    throw new Error(`The sweep has failed: ${outcome}`);
  } finally {
    metrics.write();
  }
};
