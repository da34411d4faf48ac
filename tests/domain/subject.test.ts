import { describe, expect, test } from 'vitest';
import { formatSubject, parseSubject } from '../../src/domain/subject.ts';

describe('a subject', () => {
  test.each([
    ['everyone', { kind: 'everyone' }],
    ['group/operators', { kind: 'group', group: 'operators' }],
    ['group/group/x', { kind: 'group', group: 'group/x' }],
    ['group/user/x', { kind: 'group', group: 'user/x' }],
    ['user/user-1', { kind: 'user', userId: 'user-1' }],
  ])('%s is read and written', (text, subject) => {
    const parsed = parseSubject(text);
    expect(parsed).toEqual(subject);
    expect(parsed && formatSubject(parsed)).toBe(text);
  });

  test.each([
    '',
    'Everyone',
    'everyone/',
    'group',
    'group/',
    'group/a b',
    'user/',
    'user/a/b',
    'xgroup/a',
    'xuser/a',
  ])('"%s" is none', (text) => {
    expect(parseSubject(text)).toBeUndefined();
  });
});
