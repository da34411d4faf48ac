import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coversPath } from '../../../../web/console/topics/covers-path.ts';
import { filters, topics } from './filters.ts';

const exactly = (topicFilter: string) => ({ topicFilter, allowWider: false });
const wider = (topicFilter: string) => ({ topicFilter, allowWider: true });

describe('a grant covers', () => {
  it.each([
    [exactly('a/b'), 'a/b'],
    [exactly('a/#'), 'a'],
    [exactly('a/#'), 'a/b/c'],
    [exactly('a/#'), 'a/+'],
    [exactly('a/#'), 'a/b/#'],
    [exactly('a/${thingName}/#'), 'a/${thingName}/b'],
    [exactly('a/+/c'), 'a/+/c'],
    [wider('a/+/c'), 'a/b/c'],
    [wider('a/+/c'), 'a/b/b/c'],
    [wider('a/+/c'), 'a/+/c'],
    [wider('a/+/c'), 'a/${identityId}/c'],
    [wider('a/+/c/#'), 'a/b/c/#'],
  ])('%o %s', (grant, path) => {
    expect(coversPath(grant, path)).toBe(true);
  });
});

describe('a grant does not cover', () => {
  it.each([
    [exactly('a/b'), 'a'],
    [exactly('a/b'), 'a/b/c'],
    [exactly('a/#'), 'b'],
    [exactly('a/#'), 'ab'],
    [exactly('a/b/#'), 'a/#'],
    // Literal: no narrower filter can be subscribed to.
    [exactly('a/+/c'), 'a/b/c'],
    [exactly('a/+/#'), 'a/b/c'],
    [exactly('a/${identityId}'), 'a/us-east-1:11111111-2222-4333-8444-555555555555'],
    [exactly('a/b'), 'a/+'],
    [wider('a/+/c'), 'a/c'],
    [wider('a/+/c'), 'a/#'],
    [wider('a/+/c'), 'a/b/c/d'],
  ])('%o %s', (grant, path) => {
    expect(coversPath(grant, path)).toBe(false);
  });
});

it('agrees on topics with the pattern that a policy would have', () => {
  // IoT policies: `*` crosses `/`; `a/#` is `a` and `a/*`.
  const matches = (filter: string, topic: string): boolean => {
    const escaped = filter.replaceAll(/[.*?^${}()|[\]\\]/g, '\\$&');
    const pattern = escaped.replace(/\/#$/, '(/.*)?').replaceAll('+', '.+');
    return new RegExp(`^${pattern}$`, 'u').test(topic);
  };
  fc.assert(
    fc.property(filters, topics, (filter, topic) => {
      expect(coversPath(wider(filter), topic)).toBe(matches(filter, topic));
    }),
    { numRuns: 1000 },
  );
});

it('covers its own filter, and whatever a grant covers that it covers', () => {
  fc.assert(
    fc.property(filters, filters, filters, (one, other, third) => {
      expect(coversPath(exactly(one), one)).toBe(true);
      const isChain = coversPath(wider(one), other) && coversPath(wider(other), third);
      expect(isChain && !coversPath(wider(one), third)).toBe(false);
    }),
    { numRuns: 500 },
  );
});
