// How the demo tells what it does: a line for each step that has succeeded.
import type { MqttClient } from 'mqtt';

let step = '';

/** The step that is under way, or has failed. */
export const currentStep = (): string => step;

/** Says what is done, does it, and says that it is done. */
export const does = async <Value>(what: string, run: () => Promise<Value>): Promise<Value> => {
  step = what;
  const value = await run();
  console.log(`✓ ${what}`);
  return value;
};

export const adds = (detail: string): void => console.log(`    ${detail}`);

export const holds = (condition: boolean, otherwise: string): void => {
  if (!condition) throw new Error(otherwise);
};

export const nextMessage = (client: MqttClient): Promise<string> =>
  within('message', (done) => client.once('message', (topic, payload) => done(`${topic}: ${payload}`)));

export const closes = (client: MqttClient): Promise<void> =>
  within('close', (done) => client.once('close', done));

export const isRefused = async (attempt: Promise<unknown>): Promise<boolean> =>
  attempt.then(
    () => false,
    () => true,
  );

/** An error after five seconds without it. */
const within = <Value>(what: string, wait: (done: (value: Value) => void) => void): Promise<Value> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${what} within 5 s`)), 5000);
    wait((value) => {
      clearTimeout(timer);
      resolve(value);
    });
  });
