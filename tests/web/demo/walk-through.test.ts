// The steps over a client library that does as it is told.

import { describe, expect, it } from 'vitest';
import { AttacheError, type Registration } from '../../../src/client/create-attache.ts';
import { type Findings, noStepYet, type Steps, walkThrough } from '../../../web/demo/walk-through.ts';
import { idToken } from '../sign-in/id-token.ts';

const registration: Registration = {
  deviceId: 'web-1',
  identityId: 'us-east-1:1',
  clientId: 'us-east-1:1:web-1',
  region: 'us-east-1',
  mqttUrl: 'wss://broker/mqtt',
  permissions: {
    publish: [],
    subscribe: [],
    receive: [],
    retain: [],
    deny: { publish: [], subscribe: [], receive: [] },
  },
  policies: ['connect'],
  effectiveBy: '2026-01-01T00:00:00Z',
};

const walk = async (failing: Partial<Record<'idToken' | 'register' | 'connect' | 'publish', Error>> = {}) => {
  const calls: string[] = [];
  let steps: Steps = noStepYet;
  let findings: Findings = {};
  let clock = 0;
  const call = async <Value>(name: string, value: Value, error?: Error): Promise<Value> => {
    calls.push(name);
    clock += 10;
    if (error) throw error;
    return value;
  };
  await walkThrough({
    account: { email: 'alice@example.com', idToken: () => call('token', idToken(), failing.idToken) },
    attache: {
      register: () => call('register', registration, failing.register),
      connect: () => call('connect', undefined, failing.connect),
      publish: (topic, payload) => call(`publish ${topic} ${payload}`, undefined, failing.publish),
    },
    listen: () => call('listen', undefined),
    topic: 'demoTopic',
    onSteps: (changed) => {
      steps = { ...steps, ...changed };
    },
    onFindings: (found) => {
      findings = { ...findings, ...found };
    },
    now: () => clock,
  });
  return { calls, steps, findings };
};

describe('the walk-through', () => {
  it('goes from a token to a message, listening before it publishes', async () => {
    const { calls, steps, findings } = await walk();
    const greeting = 'Hello from alice@example.com, device web-1';
    expect(calls).toEqual(['token', 'register', 'connect', 'listen', `publish demoTopic ${greeting}`]);
    expect(findings).toMatchObject({ claims: { sub: 'user-1' }, registration, greeting });
    expect(steps).toEqual({
      token: { state: 'done', milliseconds: 10 },
      registration: { state: 'done', milliseconds: 10 },
      identity: { state: 'done' },
      policies: { state: 'done' },
      connection: { state: 'done', milliseconds: 10 },
      greeting: { state: 'done', milliseconds: 10 },
    });
  });

  it.each([
    ['idToken', 'token', 1],
    ['register', 'registration', 2],
    ['connect', 'connection', 3],
    ['publish', 'greeting', 5],
  ] as const)('stops where %s fails, at step %s', async (failing, name, count) => {
    const error = new AttacheError('user-suspended', 'An administrator has suspended this user.');
    const { calls, steps, findings } = await walk({ [failing]: error });
    expect(calls).toHaveLength(count);
    const failed = Object.entries(steps).filter(([, { state }]) => state === 'failed');
    expect(failed).toEqual([[name, { state: 'failed', milliseconds: 10, error }]]);
    expect(Object.values(steps).some(({ state }) => state === 'running')).toBe(false);
    expect(findings.greeting).toBeUndefined();
  });
});
