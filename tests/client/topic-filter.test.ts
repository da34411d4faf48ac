import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSurelyGranted, matchesTopic, topicFault } from '../../src/client/topic-filter.ts';
import { matchesTopic as matchesByService } from '../../src/domain/topic-match.ts';

const level = fc.constantFrom('a', 'b', '', '+', '$x');
const filter = fc
  .tuple(fc.array(level, { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([levels, multi]) => [...levels, ...(multi ? ['#'] : [])].join('/'));
const topic = fc
  .array(fc.constantFrom('a', 'b', '', '$x'), { minLength: 1, maxLength: 5 })
  .map((levels) => levels.join('/'));

const permissionsOf = (allowed: readonly string[], denied: readonly string[] = []) => ({
  publish: allowed,
  subscribe: allowed,
  receive: allowed,
  retain: allowed,
  deny: { publish: denied, subscribe: denied, receive: denied },
});

describe('topic filters', () => {
  it('match as the service’s do', () => {
    fc.assert(
      fc.property(filter, topic, (one, other) => {
        expect(matchesTopic(one, other)).toBe(matchesByService(one, other));
      }),
    );
  });

  it.each([
    ['a/b', 'a/b', true],
    ['a/#', 'a', true],
    ['a/#', 'a/b/c', true],
    ['a/#', 'a/+/c', true],
    ['a/#', 'a/b/#', true],
    ['a/#', 'ab', false],
    ['a/b', 'a/b/c', false],
    ['a/+/c', 'a/+/c', true],
    ['a/+/c', 'a/b/c', false],
    ['a/+/#', 'a/b/c', false],
  ])('granted %s says of %s beyond doubt: %s', (granted, wanted, is) => {
    expect(isSurelyGranted(permissionsOf([granted]), 'subscribe', wanted)).toBe(is);
  });

  it.each([
    ['a/secret/#', 'a/secret', false],
    ['a/secret/#', 'a/#', false],
    ['a/secret/#', 'a/+/x', false],
    ['a/secret/#', 'a/open', true],
  ])('beside a denial of %s, %s is beyond doubt: %s', (denied, wanted, is) => {
    expect(isSurelyGranted(permissionsOf(['a/#'], [denied]), 'subscribe', wanted)).toBe(is);
    expect(isSurelyGranted(permissionsOf(['a/#'], [denied]), 'retain', wanted)).toBe(is);
  });

  it.each([
    ['subscribe', 'a/+/#', undefined],
    ['subscribe', 'a/b+', '+ and # must be whole levels, # the last.'],
    ['subscribe', 'a/#/b', '+ and # must be whole levels, # the last.'],
    ['publish', 'a/+', 'One cannot publish to a topic with + or # in it.'],
    ['publish', '1/2/3/4/5/6/7/8', undefined],
    ['publish', '1/2/3/4/5/6/7/8/9', 'It has more than 8 levels.'],
    ['publish', 'é'.repeat(128), undefined],
    ['publish', 'é'.repeat(129), 'It has more than 256 bytes.'],
    ['subscribe', '', 'It is empty.'],
  ] as const)('%s %s: %s', (action, text, fault) => {
    expect(topicFault(action, text)).toBe(fault);
  });
});
