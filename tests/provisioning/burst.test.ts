import { describe, expect, it } from 'vitest';
import { propagationMs } from '../../src/domain/scope.ts';
import { openBurst } from './burst.ts';

const users = 500;
/** connect and everyone's, at 15 a second. */
const bestMs = (users * 2 * 1000) / 15;

describe.each([1])('five hundred first registrations at once (seed %i)', (seed) => {
  const burst = openBurst(seed).then(async (opened) => {
    const clients = Array.from({ length: users }, (_, number) => opened.client(number));
    return { ...opened, ended: await opened.clock.run(Promise.all(clients)) };
  });

  it('are throttled, and all complete in at most 1.3 times the time that the quota takes', async () => {
    const { ended, throttles } = await burst;
    expect(ended.filter(({ outcome }) => outcome === 'created')).toHaveLength(users);
    expect(throttles.get('attachPolicy')).toBeGreaterThan(users);
    expect(Math.max(...ended.map(({ ms }) => ms))).toBeLessThanOrEqual(1.3 * bestMs);
  });

  it('make each attachment, each device and each audit event once', async () => {
    const { calls, store, iot } = await burst;
    expect(calls.get('attachPolicy')).toBe(users * 2);
    expect([...iot.attached.values()].map(({ size }) => size)).toEqual(Array(users).fill(2));
    expect([...iot.things.values()].map(({ size }) => size)).toEqual(Array(users).fill(1));
    expect(store.audit).toHaveLength(users);
    for (const user of store.users.values()) {
      expect(user.devices).toMatchObject([{ state: 'registered' }]);
      expect(user.effectiveBy).toBeGreaterThan(propagationMs);
    }
  });
});
