import { describe, expect, test } from 'vitest';
import type { AccessAction, AccessQuestion, AccessUser, HeldGrant } from '../../src/domain/access.ts';
import { decide } from '../../src/domain/decide.ts';
import { type Action, parseGrantRule } from '../../src/domain/grant.ts';
import {
  parseDeviceId,
  parseGroupName,
  parseIdentityId,
  parseUserId,
  thingNameOf,
} from '../../src/domain/identifiers.ts';
import { parseRetainedTopic } from '../../src/domain/retained-topics.ts';
import { parseSubject } from '../../src/domain/subject.ts';

const known = <Value>(value: Value | undefined): Value => {
  if (value === undefined) throw new Error('a fixture does not parse');
  return value;
};
const identityId = known(parseIdentityId('us-east-1:00000000-0000-4000-8000-000000000001'));
const device = (id: string) => thingNameOf(identityId, known(parseDeviceId(id)));
const subject = (text: string) => known(parseSubject(text));
const retainedTopics = ['users/${identityId}/#', 'news'].map((text) => {
  const topic = parseRetainedTopic(text);
  if (!topic.ok) throw new Error(topic.fault.detail);
  return topic.value;
});

/** `g1 everyone allow publish,subscribe a/# until 5`, or `wider` at the end. */
const held = (text: string): HeldGrant => {
  const [grantId = '', who = '', effect = '', actions = '', topicFilter = '', ...more] = text.split(' ');
  const rule = parseGrantRule({
    subject: subject(who),
    effect: effect === 'deny' ? 'deny' : 'allow',
    actions: actions.split(',') as Action[],
    topicFilter,
    allowWider: more.includes('wider'),
  });
  if (!rule.ok) throw new Error(rule.fault.detail);
  const until = more.indexOf('until');
  return { grantId, rule: rule.value, ...(until >= 0 && { expiresAt: Number(more[until + 1]) }) };
};

const alice: AccessUser = {
  userId: known(parseUserId('alice')),
  identityId,
  groups: [known(parseGroupName('ops'))],
  suspended: false,
  devices: [device('d1'), device('d2')],
  withheld: [],
};
const ask = (
  action: AccessAction,
  resource: string,
  grants: readonly string[] = [],
  more: Partial<AccessQuestion> = {},
) => decide({ user: alice, action, resource, grants: grants.map(held), retainedTopics, now: 10, ...more });

describe('decide', () => {
  test.each<[string, AccessAction, string, string[], object]>([
    [
      'grants what a grant says',
      'publish',
      'a/b',
      ['1 everyone allow publish a/b'],
      { decision: true, reason: 'granted', grants: ['1'] },
    ],
    [
      'names every grant that allows it',
      'publish',
      'a/b',
      ['1 everyone allow publish a/b', '2 group/ops allow publish a/#', '3 user/alice allow publish b'],
      { reason: 'granted', grants: ['1', '2'] },
    ],
    [
      'grants nothing without a grant',
      'publish',
      'a/b',
      [],
      { decision: false, reason: 'no-grant', grants: [], nearMisses: [] },
    ],
    [
      'passes over the grants of other groups and users',
      'publish',
      'a',
      ['1 group/dev allow publish a', '2 user/bob allow publish a'],
      { reason: 'no-grant', grants: [], nearMisses: [] },
    ],
    [
      'lets a deny win, and names it',
      'publish',
      'a/b',
      ['1 everyone allow publish a/#', '2 group/ops deny publish a/b', '3 everyone deny publish c'],
      { decision: false, reason: 'denied', grants: ['2'] },
    ],
    [
      'is denied even where nothing is granted',
      'publish',
      'a',
      ['1 everyone deny publish a'],
      { reason: 'denied', grants: ['1'] },
    ],
    [
      'cuts delivery for a denied subscribe',
      'receive',
      'a',
      ['1 everyone allow receive a', '2 everyone deny subscribe a'],
      { reason: 'denied', grants: ['2'] },
    ],
    [
      'receives what it may subscribe to',
      'receive',
      'a/b',
      ['1 everyone allow subscribe a/#'],
      { reason: 'granted', grants: ['1'] },
    ],
    [
      'does not subscribe to what it may only receive',
      'subscribe',
      'a',
      ['1 everyone allow receive a'],
      { reason: 'no-grant', nearMisses: ['receive is allowed on a'] },
    ],
    [
      'does not publish what it may only subscribe to',
      'publish',
      'a',
      ['1 everyone allow subscribe a'],
      { reason: 'no-grant' },
    ],
    [
      'accepts narrower filters of a tree',
      'subscribe',
      'a/+/c',
      ['1 everyone allow subscribe a/#'],
      { decision: true, deliverable: ['a/+/c'] },
    ],
    [
      'accepts a literal filter as it stands',
      'subscribe',
      'a/+/c',
      ['1 everyone allow subscribe a/+/c'],
      { decision: true, deliverable: ['a/+/c'] },
    ],
    [
      'accepts no narrower filter than a literal one',
      'subscribe',
      'a/b/c',
      ['1 everyone allow subscribe a/+/c'],
      {
        decision: false,
        reason: 'no-grant',
        nearMisses: ['receive is allowed on a/+/c', 'subscribe is allowed on exactly a/+/c'],
      },
    ],
    [
      'accepts a literal filter with a `#` as it stands',
      'subscribe',
      'a/+/#',
      ['1 everyone allow subscribe a/+/#'],
      { decision: true, deliverable: ['a/+/#'] },
    ],
    [
      'takes that `#` for no tree',
      'subscribe',
      'a/+',
      ['1 everyone allow subscribe a/+/#'],
      { decision: false, reason: 'no-grant' },
    ],
    [
      'accepts narrower filters of a wider one',
      'subscribe',
      'a/b/x/c',
      ['1 everyone allow subscribe a/+/c wider'],
      { decision: true, deliverable: ['a/b/x/c'] },
    ],
    [
      'delivers only where something may be received',
      'subscribe',
      'a/#',
      ['1 everyone allow subscribe a/#', '2 everyone deny receive a/secret/#'],
      { decision: true, deliverable: ['a/#'] },
    ],
    [
      'delivers nothing that is denied altogether',
      'subscribe',
      'a/b',
      ['1 everyone allow subscribe a/b', '2 everyone deny receive a/#'],
      { decision: true, deliverable: [] },
    ],
    [
      'delivers what other grants let it receive',
      'subscribe',
      'a/#',
      ['1 everyone allow subscribe a/#', '2 everyone allow receive a/b'],
      { deliverable: ['a/#'] },
    ],
    [
      'publishes anywhere between by consent',
      'publish',
      'a/x/y/c',
      ['1 everyone allow publish a/+/c wider'],
      { reason: 'granted' },
    ],
    [
      'needs something between',
      'publish',
      'a/c',
      ['1 everyone allow publish a/+/c wider'],
      { reason: 'no-grant' },
    ],
    [
      'publishes to the parent of a tree',
      'publish',
      'a',
      ['1 everyone allow publish a/#'],
      { reason: 'granted' },
    ],
    [
      'expires at the very millisecond',
      'publish',
      'a',
      ['1 everyone allow publish a until 10'],
      { reason: 'expired', grants: ['1'] },
    ],
    [
      'is in force the millisecond before',
      'publish',
      'a',
      ['1 everyone allow publish a until 11'],
      { reason: 'granted' },
    ],
    [
      'lets an expired deny deny no more',
      'publish',
      'a',
      ['1 everyone allow publish a', '2 everyone deny publish a until 9'],
      { reason: 'granted', grants: ['1'] },
    ],
    [
      'does not call denied what only an expired deny says',
      'publish',
      'a',
      ['1 everyone deny publish a until 9'],
      { reason: 'no-grant', grants: [] },
    ],
    [
      'retains where it may publish inside the retained topics',
      'retain',
      'news',
      ['1 everyone allow publish news'],
      { decision: true, reason: 'granted', grants: ['1'] },
    ],
    [
      'retains nowhere else: the role does not let it',
      'retain',
      'old',
      ['1 everyone allow publish #'.replace('#', 'old'), '2 everyone allow publish news'],
      {
        decision: false,
        reason: 'role',
        grants: ['1'],
        nearMisses: ['publish is allowed on old', 'retain is allowed on news'],
      },
    ],
    ['does not retain where it may not publish', 'retain', 'news', [], { reason: 'no-grant' }],
    [
      'knows what nobody may do',
      'publish',
      '$SYS/x',
      ['1 everyone allow publish a'],
      { reason: 'role', grants: [] },
    ],
    [
      'knows that shared subscriptions are nobody’s',
      'subscribe',
      '$share/g/a',
      ['1 everyone allow subscribe a'],
      { reason: 'role' },
    ],
    [
      'takes no wildcard for a topic',
      'publish',
      'a/+',
      ['1 everyone allow publish a/#'],
      { reason: 'no-grant', nearMisses: ['publish is allowed on a/#'] },
    ],
    [
      'takes no misplaced wildcard for a filter',
      'subscribe',
      'a/#/b',
      ['1 everyone allow subscribe a/#'],
      { reason: 'no-grant' },
    ],
    [
      'takes no wildcard for a topic that is received',
      'receive',
      'a/#',
      ['1 everyone allow receive a/#'],
      { reason: 'no-grant' },
    ],
    [
      'connects as a registered device',
      'connect',
      `${identityId}:d2`,
      [],
      { decision: true, reason: 'granted', grants: [], nearMisses: [] },
    ],
    [
      'does not connect as a device that is not registered',
      'connect',
      `${identityId}:d3`,
      [],
      {
        reason: 'no-device',
        nearMisses: [`connect is allowed as ${identityId}:d1`, `connect is allowed as ${identityId}:d2`],
      },
    ],
    [
      'does not connect as somebody else',
      'connect',
      'us-east-1:00000000-0000-4000-8000-000000000002:d1',
      [],
      { reason: 'role' },
    ],
    ['does not connect as the identity itself', 'connect', identityId, [], { reason: 'role' }],
  ])('%s', (_, action, resource, grants, expected) => {
    const decision = ask(action, resource, grants);
    expect(decision).toMatchObject(expected);
    expect(decision.decision).toBe(decision.reason === 'granted');
    expect('deliverable' in decision).toBe(action === 'subscribe' && decision.decision);
  });

  test.each<[string, Partial<AccessUser>, object]>([
    ['unregistered', { identityId: undefined, devices: [] }, { reason: 'unregistered' }],
    ['without a device', { devices: [] }, { reason: 'no-device' }],
    ['suspended', { suspended: true }, { reason: 'suspended' }],
    [
      'suspended and unregistered',
      { suspended: true, identityId: undefined, devices: [] },
      { reason: 'suspended' },
    ],
  ])('refuses everything to a user who is %s', (_, more, expected) => {
    for (const action of ['publish', 'subscribe', 'receive', 'retain'] as const) {
      const decision = ask(action, 'news', ['1 everyone allow publish,subscribe news'], {
        user: { ...alice, ...more },
      });
      expect(decision).toEqual({ decision: false, grants: [], nearMisses: [], ...expected });
    }
  });

  test.each<[Partial<AccessUser>, string]>([
    [{ identityId: undefined, devices: [] }, 'unregistered'],
    [{ suspended: true }, 'suspended'],
    [{ devices: [] }, 'no-device'],
  ])('does not let %j connect', (more, reason) => {
    expect(ask('connect', device('d1'), [], { user: { ...alice, ...more } })).toMatchObject({
      reason,
      grants: [],
    });
  });

  test('puts in the variables of the device', () => {
    const grants = [
      '1 everyone allow publish things/${thingName}',
      '2 everyone allow publish ${identityId}/x',
      '3 user/alice allow publish of/${userId}',
    ];
    expect(ask('publish', `things/${device('d2')}`, grants)).toMatchObject({
      reason: 'granted',
      grants: ['1'],
    });
    expect(ask('publish', `things/${device('d3')}`, grants)).toMatchObject({ reason: 'no-grant' });
    expect(ask('publish', `${identityId}/x`, grants)).toMatchObject({ reason: 'granted', grants: ['2'] });
    expect(ask('publish', 'of/alice', grants)).toMatchObject({ reason: 'granted', grants: ['3'] });
    expect(ask('publish', 'of/bob', grants)).toMatchObject({ reason: 'no-grant' });
  });

  test('answers for the first device when none may', () => {
    expect(ask('publish', 'x', ['1 everyone allow publish things/${thingName}']).nearMisses).toEqual([
      `publish is allowed on things/${device('d1')}`,
    ]);
  });

  test('lets the shadow of its own device through, and of no other', () => {
    const grants = ['1 everyone allow publish $aws/things/${thingName}/shadow/#'];
    expect(ask('publish', `$aws/things/${device('d1')}/shadow/update`, grants).reason).toBe('granted');
    expect(ask('publish', `$aws/things/${device('d3')}/shadow/update`, grants).reason).toBe('no-grant');
    expect(ask('publish', `$aws/things/${device('d1')}/jobs/x/get`, grants).reason).toBe('no-grant');
    expect(ask('publish', `$aws/things/${device('d1')}/shadow`, grants).reason).toBe('role');
    expect(ask('publish', `$aws/things/${device('d1')}/other/x`, grants).reason).toBe('role');
    expect(ask('publish', '$aws/things/somebody:d1/shadow/update', grants).reason).toBe('role');
  });

  describe('with scopes withheld', () => {
    const withheld = { user: { ...alice, withheld: [subject('group/ops')] } };
    test('says so, and which grants wait', () => {
      const decision = ask(
        'publish',
        'a',
        ['1 group/ops allow publish a', '2 group/ops allow publish a until 9'],
        withheld,
      );
      expect(decision).toEqual({ decision: false, reason: 'withheld', grants: ['1'], nearMisses: [] });
    });
    test('grants by the others', () => {
      expect(
        ask('publish', 'a', ['1 group/ops allow publish a', '2 everyone allow publish a'], withheld),
      ).toMatchObject({ reason: 'granted', grants: ['2'] });
    });
    test('does not count their denials: nothing is allowed beside them', () => {
      expect(ask('publish', 'a', ['1 group/ops deny publish a'], withheld).reason).toBe('no-grant');
    });
    test('prefers what waits to what has expired', () => {
      expect(
        ask('publish', 'a', ['1 group/ops allow publish a', '2 everyone allow publish a until 9'], withheld)
          .reason,
      ).toBe('withheld');
    });
  });

  test('tells near misses: other actions there, then the same action elsewhere, the nearest first, five at most', () => {
    const grants = [
      '1 everyone allow subscribe a/#',
      '2 everyone allow publish z',
      '3 everyone allow publish a/b/d',
      '4 everyone allow publish a/c',
      '5 everyone allow publish a/b/d',
      '6 everyone deny publish a/b/c',
      '7 everyone allow publish y',
      '8 everyone allow publish a/b/c/d',
    ];
    expect(ask('publish', 'a/b/c', grants).nearMisses).toEqual([
      'subscribe is allowed on a/#',
      'receive is allowed on a/#',
      'publish is allowed on a/b/c/d',
      'publish is allowed on a/b/d',
      'publish is allowed on a/c',
    ]);
    expect(
      ask('publish', 'a/b/c', [
        '1 everyone allow publish 0',
        '2 everyone allow publish a/a',
        '3 everyone allow publish a/b/z',
        '4 everyone allow publish a/b',
      ]).nearMisses,
    ).toEqual([
      'publish is allowed on a/b',
      'publish is allowed on a/b/z',
      'publish is allowed on a/a',
      'publish is allowed on 0',
    ]);
    expect(
      ask('publish', 'a/b', ['1 everyone allow publish,subscribe a/#', '2 everyone deny publish a/b'])
        .nearMisses,
    ).toEqual(['subscribe is allowed on a/#', 'receive is allowed on a/#', 'publish is allowed on a/#']);
    expect(ask('publish', 'q', grants.slice(1)).nearMisses).toEqual([
      'publish is allowed on a/b/c/d',
      'publish is allowed on a/b/d',
      'publish is allowed on a/c',
      'publish is allowed on y',
      'publish is allowed on z',
    ]);
  });
});
