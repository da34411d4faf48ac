import { describe, expect, test } from 'vitest';
import { parseUserId } from '../../src/domain/identifiers.ts';
import { parseTopicFilter } from '../../src/domain/topic-filter.ts';

const faultOf = (text: string) => {
  const result = parseTopicFilter(text);
  return result.ok ? undefined : result.fault;
};

describe('a topic filter', () => {
  test('is read level by level', () => {
    expect(parseTopicFilter('a/${identityId}/${thingName}/${userId}/+/#')).toEqual({
      ok: true,
      value: {
        text: 'a/${identityId}/${thingName}/${userId}/+/#',
        levels: [
          { kind: 'text', text: 'a' },
          { kind: 'variable', variable: 'identityId' },
          { kind: 'variable', variable: 'thingName' },
          { kind: 'variable', variable: 'userId' },
          { kind: 'single' },
          { kind: 'multi' },
        ],
      },
    });
  });

  test.each([
    'a',
    'demoTopic',
    '${identityId}',
    'a/+/b/+',
    'a/+/#',
    'a b/é/"/\\/:',
    '$aws/things/${thingName}/shadow/get',
    '$aws/things/${thingName}/shadow/name/x/update/#',
    '$aws/things/${thingName}/shadow/+',
    '$aws/things/${thingName}/jobs/$next/get',
    '$aws/things/${thingName}/jobs/a/$next',
    '$aws/things/${thingName}/jobs/#',
  ])('may be %s', (text) => {
    expect(faultOf(text)).toBeUndefined();
  });

  test.each([
    ['', 'empty-filter', undefined, undefined],
    ['/', 'empty-level', '', 1],
    ['/a', 'empty-level', '', 1],
    ['a/', 'empty-level', '', 2],
    ['a//b', 'empty-level', '', 2],
    ['+', 'leading-wildcard', '+', 1],
    ['#', 'leading-wildcard', '#', 1],
    ['+/a', 'leading-wildcard', '+', 1],
    ['a/#/b', 'misplaced-wildcard', '#', 2],
    ['a/#/#', 'misplaced-wildcard', '#', 2],
    ['a/b#', 'misplaced-wildcard', 'b#', 2],
    ['a/+b', 'misplaced-wildcard', '+b', 2],
    ['a/++', 'misplaced-wildcard', '++', 2],
    ['a+', 'misplaced-wildcard', 'a+', 1],
    ['a/*', 'reserved-character', '*', 2],
    ['a/b?', 'reserved-character', 'b?', 2],
    ['a/$b', 'reserved-character', '$b', 2],
    ['a/b$', 'reserved-character', 'b$', 2],
    ['a/{', 'reserved-character', '{', 2],
    ['a/}', 'reserved-character', '}', 2],
    ['a/$(*)', 'reserved-character', '$(*)', 2],
    ['a/$aws', 'reserved-character', '$aws', 2],
    ['a/jobs/$next', 'reserved-character', '$next', 3],
    ['a/\0', 'control-character', '\0', 2],
    ['a/\r\n', 'control-character', '\r\n', 2],
    ['a/\x85', 'control-character', '\x85', 2],
    ['a/\ud800/b', 'invalid-utf8', '\ud800', 2],
    ['a/b\ufffd', 'invalid-utf8', 'b\ufffd', 2],
    ['a/${iot:ClientId}', 'unknown-variable', '${iot:ClientId}', 2],
    ['${identityid}/a', 'unknown-variable', '${identityid}', 1],
    ['a/${}', 'unknown-variable', '${}', 2],
    ['a/${*}', 'unknown-variable', '${*}', 2],
    ['a/x${identityId}', 'variable-not-whole-level', 'x${identityId}', 2],
    ['a/${identityId}x', 'variable-not-whole-level', '${identityId}x', 2],
    ['a/${identityId}${userId}', 'variable-not-whole-level', '${identityId}${userId}', 2],
    ['a/${identityId', 'variable-not-whole-level', '${identityId', 2],
    ['$share/g/a', 'shared-subscription', '$share', 1],
    ['$SYS/a', 'reserved-topic', '$SYS', 1],
    ['$SYS', 'reserved-topic', '$SYS', 1],
    ['$queue/a', 'reserved-topic', '$queue', 1],
    ['$aws', 'reserved-topic', '$aws', 1],
    ['$aws/#', 'reserved-topic', '#', 2],
    ['$aws/events/x', 'reserved-topic', 'events', 2],
    ['$aws/things', 'reserved-topic', 'things', 2],
    ['$aws/things/+/shadow/get', 'reserved-topic', '+', 3],
    ['$aws/things/x/shadow/get', 'reserved-topic', 'x', 3],
    ['$aws/things/${identityId}/shadow/get', 'reserved-topic', '${identityId}', 3],
    ['$aws/things/${thingName}', 'reserved-topic', '${thingName}', 3],
    ['$aws/things/${thingName}/#', 'reserved-topic', '#', 4],
    ['$aws/things/${thingName}/shadow', 'reserved-topic', 'shadow', 4],
    ['$aws/things/${thingName}/streams/x', 'reserved-topic', 'streams', 4],
    ['$aws/things/${thingName}/shadow/$next', 'reserved-character', '$next', 5],
    ['$aws/things/${thingName}/jobs/$nex', 'reserved-character', '$nex', 5],
    ['a/b/c/d/e/f/g/h/i', 'too-many-levels', 'i', 9],
    [`a/${'x'.repeat(255)}`, 'filter-too-long', undefined, undefined],
  ])('is refused as %j: %s', (text, code, level, position) => {
    const fault = faultOf(text);
    expect(fault).toMatchObject({ code });
    expect([fault?.level, fault?.position]).toEqual([level, position]);
  });

  test.each([
    ['', /filter is empty/],
    ['a//b', /^Level 2 \(""\) is empty.*"\/"/],
    ['#', /^Level 1 \("#"\) is a wildcard.*text or a variable/],
    ['a/#/b', /must be the last level/],
    ['a/b+', /stand alone in their level/],
    ['a/*', /"\+" or "#" for a wildcard/],
    ['a/${x}', /use \$\{identityId\}, \$\{thingName\} or \$\{userId\}/],
    ['a/x${userId}', /a variable is a whole level/],
    ['a/\x07', /^Level 2 \("\\u0007"\) holds a control character/],
    ['a/\udc00', /^Level 2 \("\\udc00"\) .*no valid UTF-8/],
    ['$share/g/a', /shared subscription/],
    [
      '$SYS/a',
      /only \$aws\/things\/\$\{thingName\}\/shadow\/… and \$aws\/things\/\$\{thingName\}\/jobs\/… can be granted/,
    ],
    ['a/b/c/d/e/f/g/h/i', /at most 8 levels/],
    [`\${thingName}/${'x'.repeat(136)}`, /257 bytes.*at most 256/],
    [`a/${'x'.repeat(70)}*`, /^Level 2 \("x{64}…"\)/],
  ])('says of %j what to do', (text, sentence) => {
    expect(faultOf(text)?.detail).toMatch(sentence);
  });

  test('takes $next below the jobs of a thing only, whatever else has jobs at that place', () => {
    expect(faultOf('x/y/z/jobs/$next')).toMatchObject({ code: 'reserved-character', position: 5 });
  });

  test('shows a level of 64 characters whole, and a longer one cut', () => {
    const shown = (length: number) => faultOf(`*${'x'.repeat(length - 1)}`)?.detail;
    expect(shown(64)).toContain(`"*${'x'.repeat(63)}"`);
    expect(shown(65)).toContain(`"*${'x'.repeat(63)}…"`);
  });

  test('names the first of several faults', () => {
    expect(faultOf('a/*//+b')).toMatchObject({ code: 'reserved-character', position: 2 });
  });
});

describe('the longest possible substitution', () => {
  const userId = parseUserId('0123456789');
  test.each([
    ['${identityId}', 55],
    ['${thingName}', 120],
  ])('counts %s as %d bytes', (variable, bytes) => {
    const room = 256 - bytes - 1;
    expect(parseTopicFilter(`${variable}/${'x'.repeat(room)}`).ok).toBe(true);
    expect(parseTopicFilter(`${variable}/${'x'.repeat(room + 1)}`).ok).toBe(false);
  });

  test('counts a known user ID as it is, an unknown one as its one byte at least', () => {
    expect(parseTopicFilter(`\${userId}/${'x'.repeat(245)}`, userId).ok).toBe(true);
    expect(parseTopicFilter(`\${userId}/${'x'.repeat(246)}`, userId).ok).toBe(false);
    expect(parseTopicFilter(`\${userId}/${'x'.repeat(254)}`).ok).toBe(true);
    expect(parseTopicFilter(`\${userId}/${'x'.repeat(255)}`).ok).toBe(false);
  });

  test('counts wildcards and separators', () => {
    expect(parseTopicFilter(`${'x'.repeat(252)}/+/#`).ok).toBe(true);
    expect(parseTopicFilter(`${'x'.repeat(253)}/+/#`).ok).toBe(false);
  });
});
