// The client library, exported as `iot-attache/client`: register, connect and talk, within what is granted.
import type { Attache, AttacheOptions } from './attache.ts';
import { AttacheError } from './attache-error.ts';
import { type Connection, startConnection } from './connection.ts';
import { createDevice } from './device.ts';
import { readIdToken } from './id-token.ts';
import { fetchCredentials } from './identity-credentials.ts';
import { createInsist } from './insist.ts';
import {
  type ClaimedDevice,
  claimDevice,
  defaultLocks,
  defaultStorage,
  forgiving,
  randomId,
} from './installation.ts';
import { openSession } from './open-session.ts';
import { presignMqttUrl } from './presign-mqtt-url.ts';
import { createApi } from './request.ts';
import { createSubscriptions } from './subscriptions.ts';
import { systemTiming } from './timing.ts';
import { type TopicAction, topicFault } from './topic-filter.ts';
import type { Credentials, Registration } from './wire.ts';

export type { Attache, AttacheOptions, PublishOptions } from './attache.ts';
export type { Status } from './connection.ts';
export type { Message } from './open-session.ts';
export type { Subscription } from './subscriptions.ts';
export type { Credentials, Explanation, Permissions, Registration } from './wire.ts';
export { AttacheError };

/** Milliseconds before credentials expire. */
const margin = 5 * 60_000;
/** AWS IoT Core's limit of a payload. */
const payloadBytes = 128 * 1024;

/** One for whoever is signed in: `close()` it at sign-out, and make another at the next sign-in. */
export const createAttache = (options: AttacheOptions): Attache => {
  const { apiUrl, mqtt, timing = systemTiming, locks = defaultLocks() } = options;
  const storage = forgiving(options.storage ?? defaultStorage());
  const fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  const prefix = `iot-attache:${apiUrl}:`;
  const idToken = () => readIdToken(options.getIdToken);
  let claimed: Promise<ClaimedDevice> | undefined;
  let registration: Registration | undefined;
  let cached: Credentials | undefined;
  let connection: Connection | undefined;
  let isClosed = false;

  const deviceId = async (): Promise<string> => {
    if (options.deviceId !== undefined) return options.deviceId;
    assureOpen();
    const { maxTabs = 4 } = options;
    const newId = () => randomId(timing.random);
    claimed ??= claimDevice({ storage, locks, prefix, maxTabs, newId }).catch((cause: unknown) => {
      claimed = undefined;
      throw cause;
    });
    return (await claimed).deviceId;
  };
  const assureOpen = (): void => {
    if (isClosed) throw new AttacheError('not-connected', 'close() was called: make another client.');
  };
  const api = createApi({ apiUrl, fetch, timing });
  const device = createDevice({ api, idToken, storage, prefix, deviceId, wish: options, timing });
  const keep = async (asked: Promise<Registration>): Promise<Registration> => {
    registration = await asked;
    return registration;
  };
  const register = async () => registration ?? keep(device.register());

  const freshCredentials = async (of: Registration): Promise<Credentials> => {
    const { identityEndpoint } = options;
    cached = await fetchCredentials({ fetch, registration: of, idToken: await idToken(), identityEndpoint });
    return cached;
  };

  const current = (): Connection => {
    if (connection && !connection.signal.aborted) return connection;
    throw new AttacheError('not-connected', 'There is no connection: call connect() first.');
  };
  const insist = createInsist({ device, registration: register, timing });
  const subscriptions = createSubscriptions({
    insist,
    connection: current,
    onLost: (filter, error) => options.onSubscriptionLost?.(filter, error),
  });

  const start = (): Connection =>
    startConnection({
      register,
      renew: () => keep(device.renew()),
      open: async (of, signal) => {
        const { mqttUrl, region, clientId } = of;
        const credentials = await freshCredentials(of);
        const signingDate = new Date(timing.now());
        const url = await presignMqttUrl({ mqttUrl, region, credentials, signingDate });
        const { keepalive, timerVariant } = options;
        const onMessage = subscriptions.deliver;
        return openSession({ mqtt, url, clientId, onMessage, signal, keepalive, timerVariant });
      },
      onSession: subscriptions.restore,
      onStatus: (status) => {
        if (status.state === 'closed') registration = undefined;
        options.onStatus?.(status);
      },
      timing,
    });

  return {
    register,
    credentials: async () =>
      cached && cached.expiration.getTime() - margin > timing.now()
        ? cached
        : freshCredentials(await register()),
    connect: async () => {
      assureOpen();
      if (!connection || connection.signal.aborted) connection = start();
      await connection.session();
    },
    publish: async (topic, payload, { qos = 1, retain = false } = {}) => {
      const actions: readonly TopicAction[] = retain ? ['publish', 'retain'] : ['publish'];
      check('publish', topic);
      const size = typeof payload === 'string' ? new TextEncoder().encode(payload).length : payload.length;
      if (size > payloadBytes) {
        throw new AttacheError('message-invalid', `A message may have ${payloadBytes} bytes.`);
      }
      await insist(current(), { actions, topic }, ({ client }) =>
        client.publishAsync(topic, payload, { qos, retain }),
      );
    },
    subscribe: async (filter, listener, { qos = 1 } = {}) => {
      check('subscribe', filter);
      return subscriptions.add(filter, listener, qos);
    },
    explain: device.explain,
    close: async () => {
      subscriptions.forget();
      connection?.stop();
      isClosed = true;
      registration = undefined;
      cached = undefined;
      (await claimed?.catch(() => undefined))?.release();
    },
  };
};

const check = (action: TopicAction, topic: string): void => {
  const fault = topicFault(action, topic);
  if (fault) throw new AttacheError('message-invalid', `${topic}: ${fault}`);
};
