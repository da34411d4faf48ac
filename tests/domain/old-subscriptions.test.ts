import { describe, expect, test } from 'vitest';
import { parseDeviceId, parseIdentityId, thingNameOf } from '../../src/domain/identifiers.ts';
import { outlive, removedSubscriptions } from '../../src/domain/old-subscriptions.ts';
import { everyone } from '../../src/domain/subject.ts';
import { ruleOf, subjectOf } from './rules.ts';

const rulesOf = (words: readonly string[], subject = everyone) => words.map((word) => ruleOf(word, subject));
const removed = (before: readonly string[], after: readonly string[]) =>
  removedSubscriptions(rulesOf(before), rulesOf(after));

describe('the subscriptions that a change takes away', () => {
  test.each<[string, string[], string[], string[]]>([
    ['a filter', ['allow subscribe a/#'], [], ['a/#']],
    ['none that stays', ['allow subscribe a/#', 'allow subscribe b'], ['allow subscribe a/#'], ['b']],
    ['none that a wider filter allows', ['allow subscribe a/b'], ['allow subscribe a/#'], []],
    ['the wider of two filters', ['allow subscribe a/#'], ['allow subscribe a/b'], ['a/#']],
    [
      'none for a grant that never allowed subscribing',
      ['allow publish+receive a', 'deny subscribe b'],
      [],
      [],
    ],
    [
      'what is only published and received from now on',
      ['allow publish+subscribe+receive a'],
      ['allow publish+receive a'],
      ['a'],
    ],
    [
      'nothing for what is denied from now on',
      ['allow subscribe a'],
      ['allow subscribe a', 'deny subscribe a'],
      [],
    ],
    [
      'a denied filter that is not allowed any more',
      ['allow subscribe a', 'deny subscribe a'],
      ['deny subscribe a'],
      ['a'],
    ],
    [
      'each once, in order',
      ['allow subscribe b', 'allow subscribe a', 'allow subscribe+publish b'],
      [],
      ['a', 'b'],
    ],
    ['a literal filter', ['allow subscribe a/+/c'], [], ['a/+/c']],
    ['none whose very text stays', ['allow subscribe a/+/c'], ['allow subscribe a/+/c'], []],
    ['none whose very text a wider filter allows', ['allow subscribe a/+/c'], ['allow subscribe a/#'], []],
    [
      'none whose very text is allowed by consent',
      ['allow subscribe a/+/c'],
      ['wider allow subscribe a/+/c'],
      [],
    ],
    [
      'a filter that another literal one only matches',
      ['allow subscribe a/b/c'],
      ['allow subscribe a/+/c'],
      ['a/b/c'],
    ],
    [
      'a literal filter that another only matches',
      ['allow subscribe a/+/b/c'],
      ['allow subscribe a/+/+/c'],
      ['a/+/b/c'],
    ],
    [
      'a literal filter with what is below it',
      ['allow subscribe a/+/#'],
      ['allow subscribe a/+/c'],
      ['a/+/#'],
    ],
    [
      'what was granted wider, told apart',
      ['wider allow subscribe a/+/c'],
      ['allow subscribe a/+/c'],
      ['a/*/c'],
    ],
    ['none that is granted wider', ['allow subscribe a/b/c'], ['wider allow subscribe a/+/c'], []],
    [
      'variables as they stand',
      ['allow subscribe ${identityId}/a', 'allow subscribe ${thingName}'],
      ['allow subscribe ${thingName}'],
      ['${identityId}/a'],
    ],
    ['a text where a variable stays', ['allow subscribe x/a'], ['allow subscribe ${thingName}/a'], ['x/a']],
  ])('are %s', (_, before, after, expected) => {
    expect(removed(before, after)).toEqual(expected);
  });

  test('have the user for whom they were granted put in', () => {
    const alice = subjectOf('user/alice');
    const before = rulesOf(['allow subscribe users/${userId}/#', 'allow subscribe own/${userId}'], alice);
    expect(removedSubscriptions(before, rulesOf(['allow subscribe own/alice'], alice))).toEqual([
      'users/alice/#',
    ]);
  });
});

const identityId = parseIdentityId('us-east-1:00000000-0000-4000-8000-000000000001');
const deviceId = parseDeviceId('d1');
if (!identityId || !deviceId) throw new Error('a fixture does not parse');
const device = { identityId, thingName: thingNameOf(identityId, deviceId) };

describe('an old subscription outlives its grant', () => {
  test.each<[string, string[], string[]]>([
    ['when receiving stays', ['a/#'], ['allow receive a/#']],
    ['when receiving some of it stays', ['a/#'], ['allow receive a/b']],
    ['when receiving more than it stays', ['a/b'], ['allow receive a/#']],
    ['when one of its topics stays receivable', ['a/+/c'], ['allow receive a/x/c']],
    ['when a literal grant receives wider than it subscribes', ['a/#'], ['allow subscribe a/+/c']],
    ['when a filter was wider by consent', ['a/*/c'], ['allow receive a/x/y/c']],
    ['when a filter was wider and a literal one stays', ['a/*/c'], ['allow subscribe a/+/c']],
    ['when only some of it is denied', ['a/#'], ['allow receive a/#', 'deny receive a/b']],
    [
      'when only some of it can still be subscribed to',
      ['a/#'],
      ['allow receive a/#', 'allow subscribe a/b'],
    ],
    ['when any of several filters does', ['b', 'a'], ['allow receive a']],
    ['on a place of the device', ['${thingName}/#'], ['allow receive ${thingName}/a']],
    ['on a place of the device, said otherwise', ['${identityId}/a'], [`allow receive ${identityId}/#`]],
    ['on a place of the device that another place contains', ['a/#'], ['allow receive a/${thingName}']],
    ['when denying publishing is all that is denied', ['a'], ['allow receive a', 'deny publish a']],
    ['when publishing is all that stays beside receiving', ['a'], ['allow publish+receive a']],
    ['on the level above', ['a/#'], ['allow receive a']],
    [
      'of a shadow',
      ['$aws/things/${thingName}/shadow/#'],
      ['allow receive $aws/things/${thingName}/shadow/get'],
    ],
  ])('%s', (_, filters, rules) => {
    expect(outlive(filters, rulesOf(rules), device)).toBe(true);
  });

  test.each<[string, string[], string[]]>([
    ['when no filter was removed', [], ['allow receive a/#']],
    ['when nothing is granted', ['a/#'], []],
    ['when nothing is received any more', ['a/#'], ['allow publish a/#', 'allow receive b']],
    ['when what stays can be subscribed to', ['a/#'], ['allow subscribe a/b']],
    [
      'when what stays can be subscribed to, here and there',
      ['a/#', 'b'],
      ['allow subscribe a/b', 'allow subscribe a/c/#', 'allow subscribe+receive b'],
    ],
    [
      'when receiving and subscribing stay in two grants',
      ['a/#'],
      ['allow receive a/b', 'allow subscribe a/b'],
    ],
    ['when more can be subscribed to', ['a/b'], ['allow receive a/#', 'allow subscribe a/#']],
    ['when the literal text stays', ['a/+/c'], ['allow subscribe a/+/c']],
    ['when a literal filter brings the topic', ['a/x/c'], ['allow subscribe a/+/c']],
    ['when its topics are denied', ['a/#'], ['allow receive a/#', 'deny receive a/#']],
    ['when subscribing to its topics is denied', ['a/b'], ['allow receive a/#', 'deny subscribe a/b']],
    ['when what stays receivable is denied', ['a/#'], ['allow receive a/b', 'deny subscribe a/b/#']],
    ['when it had fewer levels', ['a/+'], ['allow receive a/x/c']],
    ['on the place of another device', ['${thingName}/#'], ['allow receive us-east-1:other/#']],
    ['on a place of the device that stays', ['${identityId}/#'], [`allow subscribe ${identityId}/#`]],
    ['beyond the text of a literal grant of more levels', ['a/+'], ['allow subscribe a/+/+']],
  ])('not %s', (_, filters, rules) => {
    expect(outlive(filters, rulesOf(rules), device)).toBe(false);
  });

  test('of a user and stays its own', () => {
    const alice = subjectOf('user/alice');
    expect(outlive(['users/alice/#'], rulesOf(['allow receive users/${userId}/a'], alice), device)).toBe(
      true,
    );
    expect(outlive(['users/alice/#'], rulesOf(['allow subscribe users/${userId}/a'], alice), device)).toBe(
      false,
    );
  });

  test('on a place whose variable has no value, as on one of its own', () => {
    expect(outlive(['${thingName}/#'], rulesOf(['allow receive ${thingName}/a']), {})).toBe(true);
    expect(
      outlive(['${thingName}/#'], rulesOf(['allow receive ${identityId}/a', 'allow receive x/a']), {}),
    ).toBe(false);
  });
});
