// MQTT sessions of a test, which end with it.
import type { MqttClient } from 'mqtt';
import { afterEach } from 'vitest';
import type { App, Registration } from '../../local/app.ts';

/** For a test file: connects, and closes after each test what is open still. */
export const connecting = () => {
  const clients: MqttClient[] = [];
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.endAsync(true)));
  });
  return async (app: App, registration: Registration): Promise<MqttClient> => {
    const client = await app.connect(registration);
    clients.push(client);
    return client;
  };
};

/** What comes in from now on. */
export const received = (client: MqttClient): string[] => {
  const messages: string[] = [];
  client.on('message', (topic, payload) => messages.push(`${topic}: ${payload}`));
  return messages;
};

/** Resolves when the session is over. */
export const closed = (client: MqttClient) =>
  new Promise<'closed'>((done) => client.once('close', () => done('closed')));

/** Whether it is let through; whoever publishes what is not granted is cut off. */
export const publishes = (client: MqttClient, topic: string, text = 'x'): Promise<'published' | 'closed'> =>
  Promise.race([
    client.publishAsync(topic, text, { qos: 1 }).then(
      () => 'published' as const,
      () => 'closed' as const,
    ),
    closed(client),
  ]);
