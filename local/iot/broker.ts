// The MQTT broker: aedes, with every operation put to AWS's limits and the policies.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Aedes, type AuthenticateError, type Client, type PublishPacket } from 'aedes';
import type { Authorizer } from './authorizer.ts';
import type { Message, MqttSession } from './mqtt-session.ts';
import { refuseConnect, refusePublish, refuseSubscribe } from './mqtt-session.ts';
import { forgetSession } from './session-store.ts';
import { createWireSubscriptions } from './wire-subscriptions.ts';

export type Broker = {
  readonly accept: (stream: Duplex, request: IncomingMessage, session: MqttSession) => void;
  /** From outside any connection. */
  readonly publish: (message: Message) => Promise<void>;
  /** `false` when there is neither a connection nor, to be cleaned, a session. */
  readonly disconnect: (clientId: string, wish: DisconnectWish) => Promise<boolean>;
  readonly isConnected: (clientId: string) => boolean;
  readonly close: () => Promise<void>;
};

type DisconnectWish = { readonly cleanSession: boolean; readonly preventWillMessage: boolean };

export const startBroker = async (authorizer: Authorizer): Promise<Broker> => {
  const sessions = new WeakMap<IncomingMessage, MqttSession>();
  const wills = new WeakMap<MqttSession, Message>();
  const live = new Map<string, Client>();
  const wire = createWireSubscriptions();
  const sessionOf = (client: Client): MqttSession => {
    const session = client.req && sessions.get(client.req);
    if (session === undefined) throw new Error('A client without a session');
    return session;
  };

  const aedes = await Aedes.createBroker({
    preConnect: (client, packet, done) => {
      const session = sessionOf(client);
      session.clientId = packet.clientId;
      if (packet.will) wills.set(session, messageOf(packet.will));
      done(null, true);
    },
    authenticate: (client, _username, _password, done) => {
      const session = sessionOf(client);
      const refusal = refuseConnect(authorizer, session, wills.get(session));
      done(refusal ? connectError(refusal.returnCode, refusal.reason) : null, refusal === undefined);
    },
    // A publish without a client is the broker's own or comes over HTTPS, decided before.
    authorizePublish: (client, packet, done) => {
      const session = client && sessionOf(client);
      if (session?.willWithheld) return done(new Error('the Will is withheld'));
      const refusal = session && refusePublish(authorizer, session, messageOf(packet));
      done(refusal ? new Error(refusal) : null);
    },
    authorizeSubscribe: (client, subscription, done) => {
      const session = sessionOf(client);
      const wanted = wire.packetOf(subscription);
      const refusal = wanted && refuseSubscribe(authorizer, session, wanted);
      if (refusal) return done(new Error(refusal));
      session.filters.add(subscription.topic);
      done(null, subscription);
    },
    authorizeForward: (client, packet) =>
      authorizer.receive(sessionOf(client), packet.topic) ? packet : null,
  });

  aedes.on('client', (client) => live.set(client.id, client));
  aedes.on('clientDisconnect', (client) => {
    if (live.get(client.id) === client) live.delete(client.id);
  });
  aedes.on('unsubscribe', (filters, client) => {
    for (const filter of filters) sessionOf(client).filters.delete(filter);
  });

  return {
    accept: (stream, request, session) => {
      sessions.set(request, session);
      wire.watch(aedes.handle(stream, request));
    },
    publish: (message) =>
      new Promise((resolve, reject) =>
        aedes.publish(packetOf(message), (error) => (error ? reject(error) : resolve())),
      ),
    disconnect: async (clientId, { cleanSession, preventWillMessage }) => {
      const client = live.get(clientId);
      if (client) {
        sessionOf(client).willWithheld = preventWillMessage;
        await new Promise<void>((resolve) => client.close(resolve));
      }
      const forgotten = cleanSession && (await forgetSession(aedes, clientId));
      return client !== undefined || forgotten;
    },
    isConnected: (clientId) => live.has(clientId),
    close: () => new Promise((resolve) => aedes.close(resolve)),
  };
};

const connectError = (returnCode: 2 | 5, reason: string): AuthenticateError =>
  Object.assign(new Error(reason), { returnCode });

type AedesMessage = Pick<PublishPacket, 'topic' | 'payload'> & Partial<Pick<PublishPacket, 'qos' | 'retain'>>;

const messageOf = ({ topic, payload, qos = 0, retain = false }: AedesMessage): Message => ({
  topic,
  payload,
  qos,
  retain,
});

const packetOf = ({ topic, payload, qos, retain }: Message): PublishPacket => ({
  cmd: 'publish',
  dup: false,
  topic,
  payload,
  qos: qos === 1 ? 1 : 0,
  retain,
});
