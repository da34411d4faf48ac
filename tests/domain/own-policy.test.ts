import { describe, expect, test } from 'vitest';
import { isOwnPolicy } from '../../src/domain/own-policy.ts';
import { connectPolicyName, scopePolicyName, suspendedPolicyName } from '../../src/domain/policy-name.ts';
import { parseSubject } from '../../src/domain/subject.ts';

const space = { region: 'us-east-1', accountId: '123456789012', prefix: 'attache-dev' };

describe('isOwnPolicy', () => {
  test('knows every name that the service gives', () => {
    const subjects = [
      'everyone',
      'group/a',
      'group/ünï/cödé 😀',
      `group/${'x'.repeat(128)}`,
      'group/---',
      'user/0123-abc',
    ];
    const names = [connectPolicyName(space), suspendedPolicyName(space)];
    for (const text of subjects) {
      const subject = parseSubject(text);
      if (subject) names.push(...[1, 2, 3].map((n) => scopePolicyName(space, subject, n)));
    }
    expect(names.length).toBeGreaterThan(14);
    expect(names.filter((name) => !isOwnPolicy(space, name))).toEqual([]);
  });

  test.each([
    'attache-dev',
    'attache-dev-',
    'attache-dev-other',
    'attache-dev-eu-connect',
    'attache-devconnect',
    'other-attache-dev-connect',
    'attache-dev-connect-2',
    'attache-dev-everyone',
    'attache-dev-everyone-0',
    'attache-dev-everyone-4',
    'attache-dev-everyone-11',
    'attache-dev-g-a-1',
    'attache-dev-g-a-0123456789abcdef012-1',
    'attache-dev-g-a-0123456789abcdef012G-1',
    'attache-dev-x-a-0123456789abcdef0123-1',
    'attache-dev-g--0123456789abcdef0123-1',
    `attache-dev-g-${'a'.repeat(33)}-0123456789abcdef0123-1`,
    'Attache-dev-connect',
    'PubSubPolicy',
    '',
  ])('does not take %s for its own', (name) => {
    expect(isOwnPolicy(space, name)).toBe(false);
  });
});
