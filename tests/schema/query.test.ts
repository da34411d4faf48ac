import { describe, expect, it } from 'vitest';
import { flag, limit } from '../../src/schema/query.ts';
import { formatInstant, instant } from '../../src/schema/timestamp.ts';

describe('limit', () => {
  it.each([
    [undefined, 50],
    ['1', 1],
    ['200', 200],
    ['007', 7],
  ])('of %j is %i', (text, count) => {
    expect(limit.parse(text)).toBe(count);
  });

  it.each(['0', '201', '-1', '+5', '5.0', '1e2', '0x10', ' 5', '5 ', '', 'all', '٥', '1000'])(
    'is refused as %j',
    (text) => {
      expect(limit.safeParse(text).success).toBe(false);
    },
  );
});

describe('a flag', () => {
  it.each([
    [undefined, false],
    ['false', false],
    ['true', true],
  ])('of %j is %s', (text, value) => {
    expect(flag.parse(text)).toBe(value);
  });

  it.each(['', 'TRUE', 'True', '1', '0', 'yes', ' true', 'true ', 'null'])('is refused as %j', (text) => {
    expect(flag.safeParse(text).success).toBe(false);
  });
});

describe('an instant', () => {
  it.each([
    ['2026-12-31T23:00:00Z', '2026-12-31T23:00:00.000Z'],
    ['2026-12-31T23:00:00.5Z', '2026-12-31T23:00:00.500Z'],
    ['2026-12-31T23:00:00.123456789Z', '2026-12-31T23:00:00.123Z'],
    ['2027-01-01T01:00:00+02:00', '2026-12-31T23:00:00.000Z'],
    ['2026-12-31T18:00:00-05:00', '2026-12-31T23:00:00.000Z'],
    ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000Z'],
  ])('of %s is %s', (text, utc) => {
    expect(formatInstant(instant.parse(text))).toBe(utc);
  });

  it.each([
    '2026-12-31',
    '2026-12-31T23:00:00',
    '2026-12-31T23:00Z',
    '2026-12-31 23:00:00Z',
    '2026-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-12-31T24:00:00Z',
    '2026-12-31T23:60:00Z',
    '2026-12-31T23:00:00+0200',
    '2026-12-31T23:00:00+25:00',
    '10000-01-01T00:00:00Z',
    '+012026-01-01T00:00:00Z',
    '9999-12-31T23:59:59-01:00',
    'tomorrow',
    '1767225600000',
    '',
    1767225600000,
    null,
  ])('is refused as %j', (value) => {
    expect(instant.safeParse(value).success).toBe(false);
  });
});
