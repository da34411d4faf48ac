import { describe, expect, it } from 'vitest';
import { auditActions } from '../../../../src/domain/audit-event.ts';
import { eventInWords, valueInWords } from '../../../../web/console/audit/event-words.ts';
import type { AuditEvent } from '../../../../web/shared/api-paths.ts';

const thing = { deviceId: 'web-1', thingName: 'us-east-1:1:web-1' };

describe('an audit event in words', () => {
  it.each(auditActions)('is a sentence of its own for %s', (action) => {
    expect(eventInWords({ action })).toMatch(/^[A-Z].* /);
  });

  it.each<[words: string, event: Pick<AuditEvent, 'action' | 'before' | 'after'>]>([
    ['Device removed', { action: 'device-removed', before: thing }],
    [
      'Device removed',
      { action: 'device-removed', before: { ...thing, blocked: false }, after: { blocked: false } },
    ],
    [
      'Device removed and blocked',
      { action: 'device-removed', before: { ...thing, blocked: false }, after: { blocked: true } },
    ],
    [
      'Device removed, and allowed again',
      { action: 'device-removed', before: { ...thing, blocked: true }, after: { blocked: false } },
    ],
    [
      'Device ID blocked',
      { action: 'device-removed', before: { deviceId: 'web-1', blocked: false }, after: { blocked: true } },
    ],
    [
      'Device ID allowed again',
      { action: 'device-removed', before: { deviceId: 'web-1', blocked: true }, after: { blocked: false } },
    ],
    ['User disconnected', { action: 'user-disconnected', after: { signOut: false } }],
    ['User disconnected and signed out', { action: 'user-disconnected', after: { signOut: true } }],
  ])('is “%s” where that is what happened', (words, event) => {
    expect(eventInWords(event)).toBe(words);
  });
});

it.each([
  ['plant/#', 'plant/#'],
  ['', '“”'],
  [[], 'none'],
  [['a', 'b'], 'a, b'],
  [false, 'false'],
  [null, 'null'],
  [{ a: [1] }, '{"a":[1]}'],
])('says the value %j as %s', (value, words) => {
  expect(valueInWords(value)).toBe(words);
});
