// GET /me and DELETE /me/devices/{deviceId} – answers and composition.
import { IoTClient } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { ulid } from 'ulid';
import { clientOptions } from '../aws/client-options.ts';
import { connections } from '../aws/connections.ts';
import { documentClient } from '../aws/document-client.ts';
import { iotThings } from '../aws/iot-things.ts';
import { metered } from '../aws/metered.ts';
import { deviceStore } from '../aws/store-devices.ts';
import { provisioningStore } from '../aws/store-provisioning.ts';
import { thingNameOf, type UserId } from '../domain/identifiers.ts';
import { ok } from '../domain/result.ts';
import type { TopicFilter } from '../domain/topic-filter.ts';
import { type Device, isRegistered, type RegisteredUser, statusOf } from '../domain/user.ts';
import { callerVerifier } from '../http/caller.ts';
import { endpoint, type SignedInEndpoint } from '../http/endpoint.ts';
import { lambda } from '../http/lambda.ts';
import { metricsOf } from '../http/metrics.ts';
import { effectiveByOf, permissionsOf } from '../provisioning/describe.ts';
import type { Provisioning, ProvisioningStore } from '../provisioning/ports.ts';
import { readForCaller } from '../provisioning/read-for-caller.ts';
import { type RemoveDevice, removeDevice } from '../provisioning/remove-device.ts';
import { readConfig, variables } from '../schema/config.ts';
import { RemoveDeviceRequest } from '../schema/devices.ts';

export const meRoute = (
  signedIn: SignedInEndpoint,
  store: (signal: AbortSignal) => ProvisioningStore,
  retainedTopics: readonly TopicFilter[],
) =>
  signedIn({}, async ({ caller, now, signal }) => {
    const found = await readForCaller(store(signal), caller);
    return ok({ status: 200, body: meBody(caller.userId, caller.groups, found, retainedTopics, now) });
  });

export const removeDeviceRoute = (signedIn: SignedInEndpoint, flow: (signal: AbortSignal) => RemoveDevice) =>
  signedIn(RemoveDeviceRequest, async ({ caller: { userId }, path, requestId, now, signal }) => {
    const removal = await flow(signal)({ userId, deviceId: path.deviceId, actor: userId, requestId, now });
    return removal.ok ? ok({ status: 204 }) : removal;
  });

const meBody = (
  userId: UserId,
  groups: readonly string[],
  { user, scopes }: Provisioning,
  retainedTopics: readonly TopicFilter[],
  now: number,
) => ({
  userId,
  identityId: user?.identityId ?? null,
  status: user?.identityId === undefined ? 'unregistered' : statusOf(user),
  groups: user?.groups ?? groups,
  devices:
    user && isRegistered(user)
      ? user.devices.filter(({ state }) => state === 'registered').map((device) => deviceBody(user, device))
      : [],
  permissions: permissionsOf({ userId, user, scopes, now }, retainedTopics),
  ...(user && { effectiveBy: new Date(effectiveByOf(user, scopes)).toISOString() }),
});

const deviceBody = (
  { identityId }: RegisteredUser,
  { deviceId: id, name, platform, registeredAt }: Device,
) => ({
  deviceId: id,
  clientId: thingNameOf(identityId, id),
  ...(name !== undefined && { name }),
  ...(platform !== undefined && { platform }),
  registeredAt: new Date(registeredAt).toISOString(),
});

const config = readConfig(
  {
    USER_POOL_ID: variables.USER_POOL_ID,
    USER_POOL_CLIENT_IDS: variables.USER_POOL_CLIENT_IDS,
    TABLE_NAME: variables.TABLE_NAME,
    RETAINED_TOPICS: variables.RETAINED_TOPICS,
    CORS_ORIGINS: variables.CORS_ORIGINS,
    JWKS_URI: variables.JWKS_URI,
    SERVICE_STAGE: variables.SERVICE_STAGE,
  },
  process.env,
);
const metrics = metricsOf({ stage: config.SERVICE_STAGE });
const iot = metered(new IoTClient(clientOptions), metrics);
const sessions = metered(new IoTDataPlaneClient(clientOptions), metrics);
const documents = metered(documentClient(), metrics);

const tableFor = (abortSignal: AbortSignal) => ({
  client: documents,
  tableName: config.TABLE_NAME,
  abortSignal,
});

const removal = (signal: AbortSignal): RemoveDevice =>
  removeDevice({
    store: { ...provisioningStore(tableFor(signal)), ...deviceStore(tableFor(signal)) },
    things: iotThings(iot, signal),
    connections: connections(sessions, signal),
    clock: Date.now,
    newId: ulid,
  });

const signedIn = endpoint(
  callerVerifier({
    userPoolId: config.USER_POOL_ID,
    clientIds: config.USER_POOL_CLIENT_IDS,
    jwksUri: config.JWKS_URI,
  }),
);

export const handler = lambda(
  {
    'GET /me': meRoute(signedIn, (signal) => provisioningStore(tableFor(signal)), config.RETAINED_TOPICS),
    'DELETE /me/devices/{deviceId}': removeDeviceRoute(signedIn, removal),
  },
  { corsOrigins: config.CORS_ORIGINS, metrics },
);
