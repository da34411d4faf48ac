import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describePermissions } from '../../src/domain/describe-permissions.ts';
import { type Action, type GrantRule, parseGrantRule } from '../../src/domain/grant.ts';
import { parseDeviceId, parseIdentityId, parseUserId, thingNameOf } from '../../src/domain/identifiers.ts';
import { parseRetainedTopic } from '../../src/domain/retained-topics.ts';
import { parseSubject } from '../../src/domain/subject.ts';
import { matchesTopic } from '../../src/domain/topic-match.ts';

const known = <Value>(value: Value | undefined): Value => {
  if (value === undefined) throw new Error('a fixture does not parse');
  return value;
};
const identityId = known(parseIdentityId('us-east-1:00000000-0000-4000-8000-000000000001'));
const thingName = thingNameOf(identityId, known(parseDeviceId('d1')));
const userId = known(parseUserId('alice'));
const device = { userId, identityId, thingName };
const retained = (...texts: string[]) =>
  texts.map((text) => {
    const topic = parseRetainedTopic(text);
    if (!topic.ok) throw new Error(topic.fault.detail);
    return topic.value;
  });

/** `allow publish,subscribe a/#`; `wider` at the end; a subject in front when not everyone. */
const rule = (text: string): GrantRule => {
  const words = text.split(' ');
  const who = words[0]?.includes('/') ? words.shift() : 'everyone';
  const [effect, actions = '', topicFilter = '', wider] = words;
  const parsed = parseGrantRule({
    subject: known(parseSubject(who ?? '')),
    effect: effect === 'deny' ? 'deny' : 'allow',
    actions: actions.split(',') as Action[],
    topicFilter,
    allowWider: wider === 'wider',
  });
  if (!parsed.ok) throw new Error(parsed.fault.detail);
  return parsed.value;
};
const permissions = (
  texts: readonly string[],
  topics: readonly string[] = [],
  values: Parameters<typeof describePermissions>[0]['device'] = device,
) => describePermissions({ rules: texts.map(rule), device: values, retainedTopics: retained(...topics) });

const none = {
  publish: [],
  subscribe: [],
  receive: [],
  retain: [],
  deny: { publish: [], subscribe: [], receive: [] },
  notes: [],
};

describe('describePermissions', () => {
  test.each<[string, string[], object]>([
    ['nothing granted is nothing', [], {}],
    ['publish', ['allow publish a/b'], { publish: ['a/b'] }],
    [
      'subscribe is subscribing and receiving',
      ['allow subscribe a/#'],
      { subscribe: ['a/#'], receive: ['a/#'] },
    ],
    ['receive', ['allow receive a/#'], { receive: ['a/#'] }],
    [
      'sorted by code, each once',
      ['allow publish b', 'allow publish a', 'allow publish B', 'allow publish a'],
      { publish: ['B', 'a', 'b'] },
    ],
    [
      'reduced by cover',
      ['allow publish a/b/c', 'allow publish a/#', 'allow publish a', 'allow publish ab'],
      { publish: ['a/#', 'ab'] },
    ],
    [
      'reduced by cover, whichever came first',
      ['allow publish a/#', 'allow publish a/b/#'],
      { publish: ['a/#'] },
    ],
    [
      'reduced for each action apart',
      ['allow publish a/#', 'allow subscribe a/b'],
      { publish: ['a/#'], subscribe: ['a/b'], receive: ['a/b'] },
    ],
    [
      'denies stand apart and are not subtracted',
      ['allow publish a/#', 'deny publish a/b', 'deny publish a/b'],
      { publish: ['a/#'], deny: { publish: ['a/b'], subscribe: [], receive: [] } },
    ],
    [
      'a denied subscribe cuts delivery',
      ['deny subscribe a/#'],
      { deny: { publish: [], subscribe: ['a/#'], receive: ['a/#'] } },
    ],
    [
      'a denied receive stops no subscribing',
      ['deny receive a/#'],
      { deny: { publish: [], subscribe: [], receive: ['a/#'] } },
    ],
    [
      'variables are put in',
      [
        'allow publish users/${identityId}/#',
        'allow publish t/${thingName}',
        'user/alice allow publish u/${userId}',
      ],
      { publish: [`t/${thingName}`, 'u/alice', `users/${identityId}/#`] },
    ],
  ])('%s', (_, rules, expected) => {
    expect(permissions(rules)).toEqual({ ...none, ...expected });
  });

  test('leaves variables standing before the first registration, but for the user', () => {
    const rules = [
      'allow publish users/${identityId}/#',
      'allow publish users/${identityId}/a',
      'allow publish t/${thingName}',
      'user/alice allow publish u/${userId}',
    ];
    expect(permissions(rules, ['users/${identityId}/#', 'u/#'], { userId })).toEqual({
      ...none,
      publish: ['t/${thingName}', 'u/alice', 'users/${identityId}/#'],
      retain: ['u/alice', 'users/${identityId}/#'],
    });
  });

  test('leaves a device’s variable standing where no device is meant', () => {
    expect(
      permissions(['allow publish t/${thingName}/${identityId}'], [], { userId, identityId }).publish,
    ).toEqual([`t/\${thingName}/${identityId}`]);
  });

  test.each<[string, string[], string[]]>([
    ['a', ['a'], ['a']],
    ['a', ['b'], []],
    ['a/#', ['a'], ['a']],
    ['a', ['a/#'], ['a']],
    ['a/#', ['a/b/#', 'a/c'], ['a/b/#', 'a/c']],
    ['a/b/#', ['a/#'], ['a/b/#']],
    ['a/b', ['a/b/c'], []],
    ['a/b/c', ['a/b'], []],
    ['a/#', ['b/#'], []],
    ['a/#', ['a/b', 'a/#'], ['a/#']],
    ['users/${identityId}/x', ['users/${identityId}/#'], [`users/${identityId}/x`]],
    ['users/#', ['users/${identityId}/#'], [`users/${identityId}/#`]],
    ['users/${thingName}/x', ['users/${identityId}/#'], []],
    ['a/+/c wider', ['a/#'], ['a/+/c']],
    ['a/+/c wider', ['a/b/#'], ['a/b/+/c', 'a/b/c']],
    ['a/+/c wider', ['a/b/c'], ['a/b/c']],
    ['a/+/c wider', ['a/b/d/c'], ['a/b/d/c']],
    ['a/+/c wider', ['a/c'], []],
    ['a/+/+/c wider', ['a/b/c/#'], ['a/b/c/+/+/c', 'a/b/c/+/c', 'a/b/c/c']],
  ])('publishing %s inside %j retains on %j', (filter, topics, expected) => {
    expect(permissions([`allow publish ${filter}`], topics).retain).toEqual(expected);
  });

  test('retains nothing by other actions, nor by a deny', () => {
    expect(permissions(['allow subscribe,receive a', 'deny publish a'], ['a']).retain).toEqual([]);
  });

  describe('with a `+`', () => {
    test('notes what is literal, and that its delivery is wider', () => {
      expect(permissions(['allow subscribe a/+/c'])).toEqual({
        ...none,
        subscribe: ['a/+/c'],
        receive: ['a/+/c'],
        notes: [
          { action: 'receive', filter: 'a/+/c', code: 'wider', example: 'also allows a/x/y/c' },
          {
            action: 'subscribe',
            filter: 'a/+/c',
            code: 'literal-only',
            example: 'does not allow subscribing to a/x/c',
          },
        ],
      });
    });

    test('notes what is wider, of denies too', () => {
      const { publish, deny, notes } = permissions(['allow publish a/+/c wider', 'deny publish b/+/c wider']);
      expect([publish, deny.publish]).toEqual([['a/+/c'], ['b/+/c']]);
      expect(notes).toEqual([
        { action: 'publish', filter: 'a/+/c', code: 'wider', example: 'also allows a/x/y/c' },
        { action: 'publish', filter: 'b/+/c', code: 'wider', example: 'also denies b/x/y/c' },
      ]);
    });

    test('puts variables into notes', () => {
      expect(
        permissions(['allow publish ${identityId}/+/c wider']).notes.map(({ filter }) => filter),
      ).toEqual([`${identityId}/+/c`]);
    });

    test('says each note once', () => {
      expect(
        permissions(['allow publish a/+/c wider', 'allow publish a/+/c wider', 'allow publish b']).notes,
      ).toHaveLength(1);
    });

    test('owes no note for what another filter covers', () => {
      expect(permissions(['allow subscribe a/+/c', 'allow subscribe a/#'])).toEqual({
        ...none,
        subscribe: ['a/#'],
        receive: ['a/#'],
      });
    });

    test('takes the `#` of a literal filter for text: nothing narrower is granted', () => {
      const { subscribe, receive } = permissions(['allow subscribe a/+/#', 'allow subscribe a/+']);
      expect([subscribe, receive]).toEqual([['a/+', 'a/+/#'], ['a/+/#']]);
    });

    test('is not called literal where the same filter is granted wider', () => {
      const { subscribe, notes } = permissions(['allow subscribe a/+/c', 'allow subscribe a/+/c wider']);
      expect(subscribe).toEqual(['a/+/c']);
      expect(notes.map(({ action, code }) => `${action} ${code}`)).toEqual([
        'receive wider',
        'subscribe wider',
      ]);
    });

    test('covers narrower filters only when granted wider', () => {
      expect(permissions(['allow subscribe a/+/c', 'allow subscribe a/b/c']).subscribe).toEqual([
        'a/+/c',
        'a/b/c',
      ]);
      expect(permissions(['allow subscribe a/+/c wider', 'allow subscribe a/b/c']).subscribe).toEqual([
        'a/+/c',
      ]);
      expect(permissions(['allow publish a/+/c wider', 'allow publish a/b/x/c']).publish).toEqual([
        'a/+/c',
        'a/b/x/c',
      ]);
    });
  });

  const level = fc.constantFrom('a', 'b');
  const filters = fc.array(
    fc
      .tuple(fc.array(level, { minLength: 1, maxLength: 3 }), fc.boolean())
      .map(([levels, open]) => [...levels, ...(open ? ['#'] : [])].join('/')),
    { maxLength: 6 },
  );
  const universe = ['a', 'b'].flatMap((one) => [
    one,
    ...['a', 'b'].flatMap((two) => [
      `${one}/${two}`,
      ...['a', 'b'].flatMap((three) => [`${one}/${two}/${three}`, `${one}/${two}/${three}/c`]),
    ]),
  ]);
  const matched = (some: readonly string[]) =>
    universe.filter((topic) => some.some((filter) => matchesTopic(filter, topic)));

  test('lists filters that say exactly what the grants say, none of them needless', () => {
    fc.assert(
      fc.property(filters, (some) => {
        const { publish } = permissions(some.map((filter) => `allow publish ${filter}`));
        expect(matched(publish)).toEqual(matched(some));
        for (const left of publish)
          expect(matched(publish.filter((each) => each !== left))).not.toEqual(matched(publish));
        expect(publish).toEqual([...publish].sort());
      }),
    );
  });

  test('lists as retainable exactly what is publishable and retained', () => {
    fc.assert(
      fc.property(filters, filters, (some, topics) => {
        const { retain } = permissions(
          some.map((filter) => `allow publish ${filter}`),
          topics,
        );
        const retainable = new Set(matched(topics));
        expect(matched(retain)).toEqual(matched(some).filter((topic) => retainable.has(topic)));
      }),
    );
  });
});
