import { AttachPolicyCommand, GetPolicyCommand, IoTClient } from '@aws-sdk/client-iot';
import { DeleteConnectionCommand, IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningIotCore, startIotCore } from '../../local/iot/start-iot-core.ts';
import { metered } from '../../src/aws/metered.ts';
import type { Metric } from '../../src/provisioning/meter.ts';
import { space } from '../fakes/samples.ts';

let core: RunningIotCore;
let counted: Partial<Record<Metric, number>>;
beforeEach(async () => {
  core = await startIotCore({ ...space, role: { Version: '2012-10-17', Statement: [] } });
  counted = {};
});
afterEach(() => core.close());

const meter = {
  add: (metric: Metric, value: number) => {
    counted[metric] = (counted[metric] ?? 0) + value;
  },
};
const options = () => ({
  region: space.region,
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  maxAttempts: 4,
});
const client = () => metered(new IoTClient({ ...options(), endpoint: core.controlUrl }), meter);
const attach = new AttachPolicyCommand({
  policyName: 'p',
  target: 'us-east-1:11111111-2222-4333-8444-555555555555',
});
const fail = (operation: string, name: string, status: number, times: number) =>
  core.faults.add({ operation, times, effect: { kind: 'error', name, status } });

describe('a metered client', () => {
  it('counts each attempt, also those that the SDK makes by itself, and each throttling', async () => {
    fail('AttachPolicy', 'ThrottlingException', 400, 2);
    await client()
      .send(attach)
      .catch(() => undefined);
    expect(counted).toEqual({ AttachCalls: 3, Throttles: 2 });
  });

  it('counts throttling of calls that it does not count otherwise', async () => {
    fail('GetPolicy', 'ThrottlingException', 400, 1);
    await client()
      .send(new GetPolicyCommand({ policyName: 'p' }))
      .catch(() => undefined);
    expect(counted).toEqual({ Throttles: 1 });
  });

  it.each([
    ['a full identity', 'LimitExceededException', 410],
    ['an outage', 'ServiceUnavailableException', 503],
  ])('takes %s for no throttling', async (_what, name, status) => {
    fail('AttachPolicy', name, status, 1);
    await client()
      .send(attach)
      .catch(() => undefined);
    expect(counted.AttachCalls).toBeGreaterThan(0);
    expect(counted).not.toHaveProperty('Throttles');
  });

  it('counts the sessions that it could end', async () => {
    const data = metered(new IoTDataPlaneClient({ ...options(), endpoint: core.dataUrl }), meter);
    const drop = () => data.send(new DeleteConnectionCommand({ clientId: 'x' })).catch(() => undefined);
    await drop();
    const without = counted.SessionsDropped ?? 0;
    fail('DeleteConnection', 'InternalFailureException', 500, 10);
    await drop();
    expect(counted.SessionsDropped ?? 0).toBe(without);
  });
});
