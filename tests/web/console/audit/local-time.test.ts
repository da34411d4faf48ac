import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fromLocalTime, toLocalTime } from '../../../../web/console/audit/local-time.ts';

afterEach(() => vi.unstubAllEnvs());

describe('a local time', () => {
  it.each([
    ['UTC', '2026-11-23T16:30:05'],
    ['Europe/Berlin', '2026-11-23T17:30:05'],
    ['Asia/Kolkata', '2026-11-23T22:00:05'],
    ['Pacific/Auckland', '2026-11-24T05:30:05'],
  ])('is that of %s', (zone, local) => {
    vi.stubEnv('TZ', zone);
    expect(toLocalTime('2026-11-23T16:30:05Z')).toBe(local);
    expect(fromLocalTime(local)).toBe('2026-11-23T16:30:05.000Z');
    // Browsers leave out seconds that are 0.
    expect(fromLocalTime(local.slice(0, -3))).toBe('2026-11-23T16:30:00.000Z');
  });

  it('leads back to the instant that it is of, but for fractions of a second', () => {
    vi.stubEnv('TZ', 'Asia/Kolkata');
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        (date) => {
          date.setMilliseconds(0);
          expect(fromLocalTime(toLocalTime(date.toISOString()))).toBe(date.toISOString());
        },
      ),
    );
  });

  it('is empty for what is no instant, and the other way round', () => {
    expect([toLocalTime(undefined), toLocalTime(''), toLocalTime('yesterday')]).toEqual(['', '', '']);
    expect([fromLocalTime(''), fromLocalTime('now')]).toEqual([undefined, undefined]);
  });
});
