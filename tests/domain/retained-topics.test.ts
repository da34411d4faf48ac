import { describe, expect, test } from 'vitest';
import { parseRetainedTopic } from '../../src/domain/retained-topics.ts';

describe('parseRetainedTopic', () => {
  test.each(['a', 'a/b', 'a/#', 'users/${identityId}/#', '${identityId}'])('takes %s', (text) => {
    const parsed = parseRetainedTopic(text);
    expect(parsed.ok && parsed.value.text).toBe(text);
  });

  test.each([
    [
      'a/+/b',
      {
        code: 'wildcard-not-expressible',
        level: '+',
        position: 2,
        detail: 'Level 2 ("+") cannot be said exactly by a policy: write the levels one by one, or "#".',
      },
    ],
    [
      'things/${thingName}/#',
      {
        code: 'variable-not-in-role',
        level: '${thingName}',
        position: 2,
        detail: 'Level 2 ("${thingName}") does not resolve in the role: ${identityId} alone does.',
      },
    ],
    ['${userId}/a', { code: 'variable-not-in-role', level: '${userId}', position: 1 }],
    ['', { code: 'empty-filter' }],
    ['#', { code: 'leading-wildcard' }],
    ['a/*', { code: 'reserved-character' }],
    [
      '$aws/things/${thingName}/shadow/#',
      { code: 'variable-not-in-role', level: '${thingName}', position: 3 },
    ],
    ['$SYS/x', { code: 'reserved-topic' }],
  ])('refuses %s', (text, fault) => {
    expect(parseRetainedTopic(text)).toMatchObject({ ok: false, fault });
  });
});
