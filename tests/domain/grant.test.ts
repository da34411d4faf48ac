import { describe, expect, test } from 'vitest';
import { isLiteral, parseGrantRule } from '../../src/domain/grant.ts';
import { everyone } from '../../src/domain/subject.ts';
import { filterOf } from './filters.ts';
import { inputOf, ruleOf, subjectOf } from './rules.ts';

const faultOf = (words: string, subject = 'everyone') => {
  const rule = parseGrantRule(inputOf(words, subjectOf(subject)));
  return rule.ok ? undefined : rule.fault;
};

describe('the alternatives to a refused `+`', () => {
  test.each([
    ['allow publish a/+/b', true],
    ['allow publish a/+/b/#', true],
    ['allow publish a/+', false],
    ['allow publish a/b/+/#', false],
    ['allow publish a/+/c/+/#', false],
  ])('for %s: allowWider %s', (words, offered) => {
    expect(faultOf(words)?.detail.includes('"allowWider": true')).toBe(offered);
  });
});

describe('a grant', () => {
  test('allows, and exactly, unless it says otherwise', () => {
    const rule = parseGrantRule({ subject: everyone, actions: ['publish'], topicFilter: 'a' });
    expect(rule).toEqual({
      ok: true,
      value: {
        subject: everyone,
        effect: 'allow',
        actions: ['publish'],
        topicFilter: filterOf('a'),
        allowWider: false,
      },
    });
  });

  test('has each action once, in one order', () => {
    const rule = parseGrantRule({
      subject: everyone,
      actions: ['receive', 'publish', 'receive', 'subscribe'],
      topicFilter: 'a',
    });
    expect(rule).toMatchObject({ ok: true, value: { actions: ['publish', 'subscribe', 'receive'] } });
  });

  test('without an action is refused', () => {
    expect(faultOf('allow nothing a')).toEqual({ code: 'no-action', detail: 'The grant names no action.' });
  });

  test('with a filter that is none is refused as the filter is', () => {
    expect(faultOf('allow publish a//b')).toMatchObject({ code: 'empty-level', position: 2 });
  });

  test.each([
    ['allow subscribe a/+/c', true],
    ['allow subscribe a/+', true],
    ['allow subscribe a/#', false],
    ['wider allow subscribe a/+/c', false],
  ])('is literal or not: %s, %s', (words, expected) => {
    expect(isLiteral(ruleOf(words))).toBe(expected);
  });
});

describe('a variable', () => {
  test.each([
    ['allow publish a/${userId}', 'user/alice', undefined],
    ['deny publish a/${userId}', 'user/alice', undefined],
    ['allow publish a/${userId}', 'group/a', 'variable-not-for-subject'],
    ['allow publish a/${userId}', 'everyone', 'variable-not-for-subject'],
    ['deny subscribe a/${userId}', 'everyone', 'variable-not-for-subject'],
    ['allow publish a/${thingName}', 'everyone', undefined],
    ['allow publish a/${identityId}', 'group/a', undefined],
    ['deny publish a/${identityId}', 'group/a', undefined],
    ['deny publish a/${thingName}', 'group/a', 'variable-not-in-deny'],
    ['deny publish a/${thingName}', 'user/alice', 'variable-not-in-deny'],
    ['deny receive $aws/things/${thingName}/shadow/#', 'everyone', 'variable-not-in-deny'],
  ])('in "%s" of %s: %s', (words, subject, code) => {
    expect(faultOf(words, subject)?.code).toBe(code);
  });

  test('is named where it may not stand', () => {
    expect(faultOf('allow publish a/b/${userId}')).toMatchObject({
      level: '${userId}',
      position: 3,
      detail: expect.stringMatching(
        /^Level 3 \("\$\{userId\}"\) stands for one user.*\$\{identityId\} or \$\{thingName\}/,
      ),
    });
    expect(faultOf('deny publish ${thingName}')?.detail).toMatch(/denies nothing: use \$\{identityId\}/);
  });

  test("of a user counts as long as that user's ID is", () => {
    const words = `allow publish \${userId}/${'x'.repeat(250)}`;
    expect(faultOf(words, 'user/alice')).toBeUndefined();
    expect(faultOf(words, 'user/alice2')?.code).toBe('filter-too-long');
  });
});

describe('a "+"', () => {
  test.each([
    ['allow subscribe a/+/c', undefined],
    ['allow subscribe a/+', undefined],
    ['allow subscribe a/+/#', undefined],
    ['allow publish a/+/c', 'wildcard-not-expressible'],
    ['allow receive a/+/c', 'wildcard-not-expressible'],
    ['allow subscribe+receive a/+/c', 'wildcard-not-expressible'],
    ['allow publish+subscribe a/+/c', 'wildcard-not-expressible'],
    ['deny subscribe a/+/c', 'wildcard-not-expressible'],
    ['deny publish a/+', 'wildcard-not-expressible'],
    ['wider allow publish a/+/c', undefined],
    ['wider deny subscribe a/+/c/#', undefined],
    ['wider allow subscribe a/+/+/c', undefined],
    ['wider allow subscribe a/+', 'use-multi-level-wildcard'],
    ['wider allow publish a/+/#', 'use-multi-level-wildcard'],
    ['wider deny receive a/+/c/+', 'use-multi-level-wildcard'],
    ['wider allow receive a/+/c/+/#', 'use-multi-level-wildcard'],
    ['wider allow receive a/#', undefined],
    ['wider allow receive a/b', undefined],
  ])('in "%s": %s', (words, code) => {
    expect(faultOf(words)?.code).toBe(code);
  });

  test.each([
    [
      'allow publish devices/+/cmd',
      'Level 2 ("+") cannot be said exactly by an IoT policy for publish. Write ${thingName} or ${identityId} in its place, or one grant for each text that may stand there, or "devices/#" for everything below, or "allowWider": true, which lets "+" be any text, "/" included.',
    ],
    [
      'allow publish+subscribe+receive devices/+',
      'Level 2 ("+") cannot be said exactly by an IoT policy for publish and receive. Write ${thingName} or ${identityId} in its place, or one grant for each text that may stand there, or "devices/#" for everything below.',
    ],
    [
      'deny subscribe a/b/+/#',
      'Level 3 ("+") cannot be said exactly by an IoT policy for a deny. Write ${identityId} in its place, or one grant for each text that may stand there, or "a/b/#" for everything below.',
    ],
    [
      'wider allow publish a/+/c/+',
      'Level 4 ("+") with allowWider means any text from there on, which is what "#" says: write "a/+/c/#".',
    ],
  ])('is refused in "%s" with what to write instead', (words, detail) => {
    expect(faultOf(words)).toMatchObject({ level: '+', detail });
  });
});
