import { describe, expect, it } from 'vitest';
import { ownPolicies } from '../../scripts/own-policies.ts';
import { type PolicyName, parsePolicyName, scopePolicyName } from '../../src/domain/policy-name.ts';
import { everyone, type Subject } from '../../src/domain/subject.ts';
import { group, parsed, userId } from '../fakes/samples.ts';

const prefix = 'iot-attache-dev';
const named = (name: string): PolicyName => parsed(parsePolicyName(name));
const made = (of: string, subject: Subject, n = 1) =>
  scopePolicyName({ region: 'us-east-1', accountId: '1', prefix: of }, subject, n);
const groupOf = (name: string): Subject => ({ kind: 'group', group: group(name) });
const userOf = (name: string): Subject => ({ kind: 'user', userId: userId(name) });
const fixedOf = (of: string) => [named(`${of}-connect`), named(`${of}-suspended`)];
const allOf = (of: string) => [
  ...fixedOf(of),
  made(of, everyone),
  made(of, everyone, 3),
  made(of, groupOf('operators')),
  made(of, groupOf('u-alice')),
  made(of, groupOf('weiß&“quoted”/x')),
  made(of, userOf('22222222-2222-4222-8222-222222222222'), 2),
];

describe('the policies of a stage', () => {
  it('are all that it makes', () => {
    const own = ownPolicies(prefix, allOf(prefix), new Set());
    expect([...own.fixed, ...own.scopes].sort()).toEqual(allOf(prefix).sort());
    expect(own.doubtful).toEqual([]);
  });

  it.each([
    'iot-attache-dev2',
    'iot-attache-dev-x',
    'iot-attache-de',
    'other',
    'my-iot-attache-dev',
    'iot-attache-dev-connect',
  ])('are none of those of %s', (other) => {
    const own = ownPolicies(prefix, [...allOf(prefix), ...allOf(other)], new Set());
    expect([...own.fixed, ...own.scopes].filter((name) => !allOf(prefix).includes(name))).toEqual([]);
  });

  it.each(['iot-attache-dev-g', 'iot-attache-dev-u', 'iot-attache-dev-g-operators'])(
    'are told from those of %s, whose names look like ours, by what the table knows; what is doubtful is left',
    (other) => {
      const all = [...allOf(prefix), ...allOf(other)];
      const known = ownPolicies(prefix, all, new Set(allOf(prefix)));
      expect([...known.fixed, ...known.scopes].sort()).toEqual(allOf(prefix).sort());
      const unknown = ownPolicies(prefix, all, new Set());
      expect([...unknown.fixed, ...unknown.scopes].filter((name) => allOf(other).includes(name))).toEqual([]);
      expect(unknown.doubtful.length).toBeGreaterThan(0);
    },
  );

  it.each([
    'iot-attache-dev',
    'iot-attache-dev-',
    'iot-attache-dev-everyone',
    'iot-attache-dev-everyone-1-copy',
    'iot-attache-dev-operators',
    'iot-attache-dev-g-operators-0123456789abcdef012-1',
    'iot-attache-dev-g-operators-0123456789ABCDEF0123-1',
    'iot-attache-dev-x-operators-0123456789abcdef0123-1',
    'xiot-attache-dev-everyone-1',
  ])('are none that somebody else has called %s', (name) => {
    expect(ownPolicies(prefix, [named(name)], new Set())).toEqual({ scopes: [], fixed: [], doubtful: [] });
  });
});
