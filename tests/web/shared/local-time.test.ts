import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { minuteAfter, toInstant, toLocalTime } from '../../../web/shared/local-time.ts';

const { TZ } = process.env;
afterEach(() => {
  if (TZ === undefined) delete process.env['TZ'];
  else process.env['TZ'] = TZ;
});

describe.each([
  ['UTC', '2026-07-01T12:30'],
  ['America/New_York', '2026-07-01T08:30'],
  ['Asia/Kolkata', '2026-07-01T18:00'],
  ['Pacific/Auckland', '2026-07-02T00:30'],
])('in %s', (zone, local) => {
  beforeEach(() => {
    process.env['TZ'] = zone;
  });

  it('a field shows an instant on its own clock', () => {
    expect(toLocalTime('2026-07-01T12:30:00.000Z')).toBe(local);
    expect(toInstant(local)).toBe('2026-07-01T12:30:00.000Z');
  });

  it('a time that is typed is shown as it was typed', () => {
    const minute = fc.date({
      min: new Date('2000-01-01T00:00:00Z'),
      max: new Date('9990-01-01T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(minute, (at) => {
        const typed = toLocalTime(at.toISOString());
        expect(toLocalTime(toInstant(typed))).toBe(typed);
      }),
    );
  });
});

describe('a field', () => {
  it.each([
    ['2026-07-01T12:30:05.000Z', ':05'],
    ['2026-07-01T12:30:00.250Z', ':00.250'],
    ['2026-07-01T12:30:00.000Z', ''],
  ])('shows of %s the seconds that it has', (instant, seconds) => {
    process.env['TZ'] = 'UTC';
    expect(toLocalTime(instant)).toBe(`2026-07-01T12:30${seconds}`);
  });

  it.each(['', 'soon', '2026-13-01T00:00'])('that holds "%s" holds no instant', (text) => {
    expect(toInstant(text)).toBeUndefined();
  });

  it.each([undefined, '', 'incomplete'])('is empty for %s', (instant) => {
    expect(toLocalTime(instant)).toBe('');
  });
});

it.each([
  ['2026-07-01T12:30:00.000Z', '2026-07-01T13:30:00.000Z'],
  ['2026-07-01T12:30:00.001Z', '2026-07-01T13:31:00.000Z'],
  ['2026-07-01T12:30:59.999Z', '2026-07-01T13:31:00.000Z'],
])('an hour from %s ends at a full minute, and is no shorter', (now, end) => {
  expect(minuteAfter(Date.parse(now), 3600)).toBe(end);
});
