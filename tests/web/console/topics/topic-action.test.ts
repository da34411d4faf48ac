import { expect, it } from 'vitest';
import { bearsOn, parseTopicAction, topicActions } from '../../../../web/console/topics/topic-action.ts';

it.each([
  ['allow', 'publish', ['publish', 'retain']],
  ['allow', 'subscribe', ['subscribe', 'receive']],
  ['allow', 'receive', ['receive']],
  ['deny', 'publish', ['publish', 'retain']],
  ['deny', 'subscribe', ['subscribe', 'receive']],
  ['deny', 'receive', ['subscribe', 'receive']],
] as const)('lets %s %s bear on %s', (effect, action, expected) => {
  const bearing = topicActions.filter((asked) => bearsOn({ effect, actions: [action] }, asked));
  expect(bearing).toEqual(expected);
});

it('asks about publishing where the address says nothing that is known', () => {
  expect([undefined, '', 'connect', 'subscribe'].map(parseTopicAction)).toEqual([
    'publish',
    'publish',
    'publish',
    'subscribe',
  ]);
});
