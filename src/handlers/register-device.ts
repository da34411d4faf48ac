// POST /register-device – answer and composition; the flow itself is src/provisioning/register-device.ts.
import { CognitoIdentityClient } from '@aws-sdk/client-cognito-identity';
import { IoTClient } from '@aws-sdk/client-iot';
import { ulid } from 'ulid';
import { clientOptions } from '../aws/client-options.ts';
import { documentClient } from '../aws/document-client.ts';
import { identityPool } from '../aws/identity-pool.ts';
import { iotAttachments } from '../aws/iot-attachments.ts';
import { iotPolicies } from '../aws/iot-policies.ts';
import { iotEndpoint, iotThings } from '../aws/iot-things.ts';
import { metered } from '../aws/metered.ts';
import { deviceStore } from '../aws/store-devices.ts';
import { dueStore } from '../aws/store-due.ts';
import { memberStore } from '../aws/store-members.ts';
import { endpointStore, provisioningStore } from '../aws/store-provisioning.ts';
import { scopeChanges } from '../aws/store-scope-changes.ts';
import { scopeStore } from '../aws/store-scopes.ts';
import { userStore } from '../aws/store-users.ts';
import { thingNameOf } from '../domain/identifiers.ts';
import type { PolicySpace } from '../domain/policy-space.ts';
import { ok } from '../domain/result.ts';
import type { TopicFilter } from '../domain/topic-filter.ts';
import { callerVerifier } from '../http/caller.ts';
import { endpoint, type SignedInEndpoint } from '../http/endpoint.ts';
import { lambda } from '../http/lambda.ts';
import { log } from '../http/log.ts';
import { metricsOf } from '../http/metrics.ts';
import { applyScope } from '../provisioning/apply-scope.ts';
import { applyUser } from '../provisioning/apply-user.ts';
import { defaultRules } from '../provisioning/default-rules.ts';
import { effectiveByOf, mqttUrlOf, permissionsOf } from '../provisioning/describe.ts';
import { enrolDevice } from '../provisioning/enrol-device.ts';
import { followGroups } from '../provisioning/follow-groups.ts';
import { measuredApply } from '../provisioning/measured.ts';
import { pauseWithJitter } from '../provisioning/pause.ts';
import { prepareStack } from '../provisioning/prepare-stack.ts';
import { type RegisterDevice, type Registration, registerDevice } from '../provisioning/register-device.ts';
import { readConfig, variables } from '../schema/config.ts';
import { RegisterDeviceRequest } from '../schema/devices.ts';
import { deviceId } from '../schema/identifiers.ts';

export const registerDeviceRoute = (
  signedIn: SignedInEndpoint,
  flow: (signal: AbortSignal) => RegisterDevice,
  answer: (registration: Registration, now: number) => unknown,
) =>
  signedIn(RegisterDeviceRequest, async ({ caller, body, requestId, now, signal }) => {
    const device = { ...body, deviceId: body.deviceId ?? madeUpDeviceId() };
    const registration = await flow(signal)({ caller, device, requestId, now });
    if (!registration.ok) return registration;
    const status = registration.value.outcome === 'created' ? 201 : 200;
    return ok({ status, body: answer(registration.value, now) });
  });

/** Without one, every call is a new device: only calls with the same ID are one registration. */
const madeUpDeviceId = () => deviceId.parse(ulid());

const registrationBody = (
  { user, device, scopes, endpoint: host }: Registration,
  { region, retainedTopics }: { readonly region: string; readonly retainedTopics: readonly TopicFilter[] },
  now: number,
) => {
  const thingName = thingNameOf(user.identityId, device.deviceId);
  return {
    deviceId: device.deviceId,
    identityId: user.identityId,
    thingName,
    clientId: thingName,
    region,
    endpoint: host,
    mqttUrl: mqttUrlOf(host),
    permissions: permissionsOf({ userId: user.userId, user, scopes, thingName, now }, retainedTopics),
    policies: user.attached,
    effectiveBy: new Date(effectiveByOf(user, scopes)).toISOString(),
    registeredAt: new Date(device.registeredAt).toISOString(),
  };
};

const config = readConfig(variables, process.env);
const space: PolicySpace = {
  region: config.AWS_REGION,
  accountId: config.ACCOUNT_ID,
  prefix: config.POLICY_PREFIX,
};
const settings = { region: space.region, retainedTopics: config.RETAINED_TOPICS };
const metrics = metricsOf({ stage: config.SERVICE_STAGE });
const iot = metered(new IoTClient(clientOptions), metrics);
const identities = metered(new CognitoIdentityClient(clientOptions), metrics);
const documents = metered(documentClient(), metrics);

/** Bound to one request's signal: none of its calls outlives its answer. */
const flow = (signal: AbortSignal): RegisterDevice => {
  const table = { client: documents, tableName: config.TABLE_NAME, abortSignal: signal };
  const store = {
    ...provisioningStore(table),
    ...endpointStore(table),
    ...scopeStore(table),
    ...scopeChanges(table),
    ...userStore(table),
    ...dueStore(table, ({ key, cause }) =>
      log('error', { message: 'unreadable due item', key, error: cause }),
    ),
    ...deviceStore(table),
    ...memberStore(table),
  };
  const attachments = iotAttachments(iot, signal, space.prefix);
  const world = { store, attachments, space, clock: Date.now, newId: ulid, meter: metrics };
  const applied = measuredApply(applyUser(world), metrics, Date.now);
  const appliedScope = measuredApply(
    applyScope({ ...world, policies: iotPolicies(iot, signal) }),
    metrics,
    Date.now,
  );
  return registerDevice({
    ...world,
    applyUser: applied,
    applyScope: appliedScope,
    pause: pauseWithJitter(signal),
    followGroups: followGroups({ ...world, applyUser: applied, dropSessions: undefined }),
    prepareStack: prepareStack({
      ...world,
      applyScope: appliedScope,
      endpoints: iotEndpoint(iot, signal),
      everyone: { documents: config.EVERYONE_DOCUMENTS, rules: defaultRules },
    }),
    enrolDevice: enrolDevice({
      ...world,
      applyUser: applied,
      things: iotThings(iot, signal),
      deviceLimit: config.DEVICE_LIMIT,
      identityPool: identityPool(identities, signal, {
        region: space.region,
        userPoolId: config.USER_POOL_ID,
        identityPoolId: config.IDENTITY_POOL_ID,
      }),
    }),
  });
};

const signedIn = endpoint(
  callerVerifier({
    userPoolId: config.USER_POOL_ID,
    clientIds: config.USER_POOL_CLIENT_IDS,
    jwksUri: config.JWKS_URI,
  }),
);

export const handler = lambda(
  {
    'POST /register-device': registerDeviceRoute(signedIn, flow, (registration, now) => {
      if (registration.outcome === 'created') metrics.add('Registrations', 1);
      return registrationBody(registration, settings, now);
    }),
  },
  { corsOrigins: config.CORS_ORIGINS, metrics },
);
