import { describe, expect, test } from 'vitest';
import { filterLevels, isTopicFilter, isTopicName, textLevels } from '../../src/domain/topic-name.ts';

const bytes = (count: number) => 'x'.repeat(count);

describe('isTopicName', () => {
  test.each(['a', 'a/b', '/', 'a//b', '$aws/x', 'a b', 'ü', bytes(256), 'a/b/c/d/e/f/g/h', '*', '${x}'])(
    'takes %s',
    (text) => {
      expect([isTopicName(text), isTopicFilter(text)]).toEqual([true, true]);
    },
  );
  test.each([
    '',
    'a\0',
    bytes(257),
    'ü'.repeat(129),
    'a/b/c/d/e/f/g/h/i',
    'a+',
    'a#',
    '#/a',
    'a/#/b',
    'a/+b',
    '++',
  ])('refuses %j', (text) => {
    expect([isTopicName(text), isTopicFilter(text)]).toEqual([false, false]);
  });
  test.each(['+', '#', 'a/+', 'a/+/b', 'a/#', '+/+/#'])('refuses %s, which is a filter', (text) => {
    expect([isTopicName(text), isTopicFilter(text)]).toEqual([false, true]);
  });
});

test('levels are texts, or what they mean in a filter', () => {
  expect(textLevels('a/+/#/')).toEqual(['a', '+', '#', ''].map((text) => ({ kind: 'text', text })));
  expect(filterLevels('a/+//#')).toEqual([
    { kind: 'text', text: 'a' },
    { kind: 'single' },
    { kind: 'text', text: '' },
    { kind: 'multi' },
  ]);
});
