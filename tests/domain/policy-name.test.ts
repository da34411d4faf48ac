import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  connectPolicyName,
  maximumPrefixLength,
  parsePolicyName,
  scopePolicyName,
  scopePolicyNames,
  suspendedPolicyName,
} from '../../src/domain/policy-name.ts';
import { everyone, parseSubject } from '../../src/domain/subject.ts';

const space = { region: 'us-east-1', accountId: '123456789012', prefix: 'attache-dev' };
const nameOf = (subject: string, n = 1, prefix = space.prefix): string =>
  scopePolicyName({ ...space, prefix }, parseSubject(subject) ?? everyone, n);
const digestOf = (subject: string): string => createHash('sha256').update(subject).digest('hex').slice(0, 20);

describe('a policy is named', () => {
  test('by the prefix and what it is for', () => {
    expect(connectPolicyName(space)).toBe('attache-dev-connect');
    expect(suspendedPolicyName(space)).toBe('attache-dev-suspended');
    expect(nameOf('everyone', 2)).toBe('attache-dev-everyone-2');
  });

  test.each([
    ['group/operators', 'g-operators'],
    ['user/0a1b-2c3d', 'u-0a1b-2c3d'],
    ['group/Größe&Länge!', 'g-Gr-e-L-nge'],
    ['group/---', 'g-unnamed'],
    ['group/日本', 'g-unnamed'],
    ['group/a_b.c', 'g-a_b-c'],
    [`group/${'x'.repeat(40)}`, `g-${'x'.repeat(32)}`],
  ])('%s by its subject', (subject, slug) => {
    expect(nameOf(subject)).toBe(`attache-dev-${slug}-${digestOf(subject)}-1`);
  });

  test('the documents of a scope by their number', () => {
    expect(scopePolicyNames(space, everyone, 2)).toEqual([
      'attache-dev-everyone-1',
      'attache-dev-everyone-2',
    ]);
    expect(scopePolicyNames(space, everyone, 0)).toEqual([]);
    expect(nameOf('group/a', 3)).toMatch(/^attache-dev-g-a-[0-9a-f]{20}-3$/);
  });

  test('each subject otherwise, be they as alike as can be', () => {
    const subjects = [
      'group/a',
      'group/A',
      'user/a',
      'group/a-',
      'group/é',
      'group/e\u0301',
      'everyone',
      'group/everyone',
    ];
    expect(new Set(subjects.map((subject) => nameOf(subject))).size).toBe(subjects.length);
  });

  test('legally with the longest prefix there may be', () => {
    const prefix = 'p'.repeat(maximumPrefixLength);
    const longest = nameOf(`group/${'g'.repeat(128)}`, 3, prefix);
    expect(longest).toHaveLength(128);
    expect(parsePolicyName(longest)).toBe(longest);
    expect(parsePolicyName(`${longest}x`)).toBeUndefined();
  });
});

test.each(['', 'a b', 'a/b', 'a:b', 'é', 'a\n'])('%j is no policy name', (text) => {
  expect(parsePolicyName(text)).toBeUndefined();
});
