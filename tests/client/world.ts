// A service, an identity pool and a broker around one client: time passes only when somebody waits.
import { EventEmitter } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { type AttacheOptions, createAttache, type Status } from '../../src/client/create-attache.ts';
import { type LocksLike, memoryStorage } from '../../src/client/installation.ts';

const encoded = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');

export const idToken = `e30.${encoded({ sub: 'alice', iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Pool' })}.c2ln`;

type Answer = { readonly status?: number; readonly body: unknown; readonly headers?: Record<string, string> };

/** A browser's, for one installation: what is held is held until its holder lets go. */
export const createLocks = (): LocksLike => {
  const held = new Set<string>();
  return {
    request: async (name, _options, whileHeld) => {
      if (held.has(name)) return whileHeld(null);
      held.add(name);
      await whileHeld({ name });
      held.delete(name);
    },
  };
};

export const createClientWorld = () => {
  let now = Date.parse('2026-01-01T00:00:00Z');
  const waits: number[] = [];
  const requests: { readonly route: string; readonly body: unknown }[] = [];
  const statuses: Status[] = [];
  const lost: string[] = [];
  let issued = 0;
  const service = {
    granted: ['mine/#'],
    denied: [] as string[],
    devices: new Set<string>(),
    status: 'active',
    effectiveBy: now,
    /** Answers of a route instead of its own, one after the other. */
    instead: new Map<string, Answer[]>(),
  };
  const broker = {
    /** CONNECTs to refuse, then PUBLISHes and SUBSCRIBEs. */
    refusals: { connect: 0, publish: 0, subscribe: 0 },
    urls: [] as string[],
    sent: [] as string[],
    clients: [] as FakeClient[],
  };

  const registration = (deviceId: string) => ({
    deviceId,
    identityId: 'us-east-1:1',
    clientId: `us-east-1:1:${deviceId}`,
    region: 'us-east-1',
    mqttUrl: 'wss://broker.example.com/mqtt',
    permissions: {
      publish: service.granted,
      subscribe: service.granted,
      receive: service.granted,
      retain: [],
      deny: { publish: service.denied, subscribe: service.denied, receive: service.denied },
    },
    policies: ['connect'],
    effectiveBy: new Date(service.effectiveBy).toISOString(),
  });

  const routes: Readonly<Record<string, (body: never) => Answer>> = {
    '/register-device': ({ deviceId }: { deviceId: string }) => {
      service.devices.add(deviceId);
      return { body: registration(deviceId) };
    },
    '/me': () => ({
      body: { status: service.status, devices: [...service.devices].map((deviceId) => ({ deviceId })) },
    }),
    '/access/v1/evaluation': ({ resource: { id } }: { resource: { id: string } }) => ({
      body: {
        decision: service.granted.includes(id) && !service.denied.includes(id),
        context: { reason: 'told', nearMisses: ['publish is allowed on mine/#'] },
      },
    }),
    '/': () => ({
      body: {
        Credentials: {
          AccessKeyId: `key-${++issued}`,
          SecretKey: 'secret',
          SessionToken: 'a/token+',
          Expiration: now / 1000 + 3600,
        },
      },
    }),
  };

  const fetch: NonNullable<AttacheOptions['fetch']> = async (url, { body: text }) => {
    const route = new URL(url).pathname;
    const body = JSON.parse(text ?? 'null');
    requests.push({ route, body });
    const answer = service.instead.get(route)?.shift() ?? routes[route]?.(body as never);
    const { status = 200, headers = {} } = answer ?? {};
    return new Response(JSON.stringify(answer?.body), { status, headers });
  };

  const take = (kind: keyof typeof broker.refusals): boolean => {
    if (broker.refusals[kind] === 0) return false;
    broker.refusals[kind] -= 1;
    return true;
  };

  class FakeClient extends EventEmitter {
    ended = false;
    drop = (): void => {
      if (!this.ended) this.emit('close');
    };
    end = (): void => {
      const first = !this.ended;
      this.ended = true;
      if (first) this.emit('close');
    };
    publishAsync = (topic: string) => this.#put('publish', topic);
    subscribeAsync = (filter: string) => this.#put('subscribe', filter);
    unsubscribeAsync = async (filter: string) => broker.sent.push(`unsubscribe ${filter}`);
    async #put(kind: 'publish' | 'subscribe', topic: string): Promise<void> {
      broker.sent.push(`${kind} ${topic}`);
      if (!take(kind)) return;
      this.drop();
      await new Promise(() => {});
    }
  }

  const mqtt: AttacheOptions['mqtt'] = {
    connect: (url) => {
      broker.urls.push(url);
      const client = new FakeClient();
      broker.clients.push(client);
      queueMicrotask(() => {
        if (!take('connect')) {
          client.emit('connect');
        } else {
          client.emit('error', Object.assign(new Error('Connection refused: Not authorized'), { code: 5 }));
          client.drop();
        }
      });
      return client;
    },
  };

  const storage = memoryStorage();
  const locks = createLocks();
  return {
    service,
    broker,
    waits,
    statuses,
    lost,
    storage,
    locks,
    now: () => now,
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    asked: (route: string) => requests.filter((request) => request.route === route),
    open: (options: Partial<AttacheOptions> = {}) =>
      createAttache({
        apiUrl: 'https://api.example.com',
        identityEndpoint: 'https://identity.example.com/',
        getIdToken: async () => idToken,
        mqtt,
        fetch,
        storage,
        locks,
        onStatus: (status) => statuses.push(status),
        onSubscriptionLost: (filter, { code }) => lost.push(`${filter}: ${code}`),
        timing: {
          now: () => now,
          random: () => 0.5,
          wait: async (milliseconds) => {
            waits.push(milliseconds);
            now += milliseconds;
            await turn();
          },
        },
        ...options,
      }),
  };
};
