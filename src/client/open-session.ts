// One MQTT connection: made, refused, or lost. Never reconnected: the next one has a URL of its own.
import { AttacheError } from './attache-error.ts';

/** The package `mqtt`, as far as it is used: the app gives it, so that version and build are the app's. */
export type Mqtt = {
  connect(
    url: string,
    options: {
      clientId: string;
      protocolVersion: 4;
      clean: boolean;
      reconnectPeriod: number;
      resubscribe: boolean;
      connectTimeout: number;
      keepalive: number;
      timerVariant: TimerVariant;
    },
  ): MqttClient;
};

/** What makes mqtt.js look at the clock: in browsers a worker of a `blob:` URL (`auto`), or timers of the page. */
export type TimerVariant = 'auto' | 'native';

type MqttClient = {
  on(event: 'connect' | 'close', listener: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(
    event: 'message',
    listener: (topic: string, payload: Uint8Array, packet: { retain: boolean }) => void,
  ): unknown;
  end(force: boolean): unknown;
  publishAsync(
    topic: string,
    payload: string | Uint8Array,
    options: { qos: 0 | 1; retain: boolean },
  ): Promise<unknown>;
  subscribeAsync(filter: string, options: { qos: 0 | 1 }): Promise<unknown>;
  unsubscribeAsync(filter: string): Promise<unknown>;
};

export type Session = {
  readonly client: MqttClient;
  /** Resolves when the connection has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Rejects with `connection-lost` when the connection ends before `work` does. */
  readonly whileOpen: <Value>(work: Promise<Value>) => Promise<Value>;
};

export type Message = { readonly topic: string; readonly payload: Uint8Array; readonly retained: boolean };

/** @throws `connection-refused` for a CONNACK that says no, `network` for anything else. */
export const openSession = (input: {
  readonly mqtt: Mqtt;
  readonly url: string;
  readonly clientId: string;
  readonly onMessage: (message: Message) => void;
  readonly signal: AbortSignal;
  /** Seconds. */
  readonly keepalive?: number | undefined;
  readonly timerVariant?: TimerVariant | undefined;
}): Promise<Session> =>
  new Promise((resolve, reject) => {
    const { mqtt, url, clientId, onMessage, signal, keepalive = 30, timerVariant = 'auto' } = input;
    const client = mqtt.connect(url, {
      clientId,
      protocolVersion: 4,
      clean: true,
      reconnectPeriod: 0, // mqtt.js would use the same URL again, and send again what was refused.
      resubscribe: false,
      connectTimeout: 15_000,
      keepalive,
      timerVariant,
    });
    let failure: AttacheError | undefined;
    const ended = new Promise<void>((end) => {
      client.on('close', () => {
        signal.removeEventListener('abort', stop);
        client.end(true); // Settles what waits for an answer.
        reject(failure ?? new AttacheError('network', 'The connection was closed before it was made.'));
        end();
      });
    });
    const stop = () => client.end(true);
    signal.addEventListener('abort', stop);
    client.on('error', (error) => {
      failure ??= failureOf(error);
    });
    client.on('message', (topic, payload, { retain }) => onMessage({ topic, payload, retained: retain }));
    client.on('connect', () => resolve({ client, ended, whileOpen: whileOpen(ended) }));
    if (signal.aborted) stop();
  });

const whileOpen =
  (ended: Promise<void>): Session['whileOpen'] =>
  (work) =>
    Promise.race([
      work,
      ended.then(() => {
        throw new AttacheError('connection-lost', 'The connection ended before there was an answer.');
      }),
    ]);

/** MQTT 3.1.1 §3.2.2.3, MQTT 5 §3.2.2.2: the return code of CONNACK. Whatever has none is the network's. */
const failureOf = (cause: Error): AttacheError => {
  const code = 'code' in cause ? cause.code : undefined;
  return typeof code === 'number'
    ? new AttacheError('connection-refused', `The broker refuses the connection (${code}).`, { cause })
    : new AttacheError('network', 'The connection could not be made.', { cause });
};
