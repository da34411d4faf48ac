import { expect, it } from 'vitest';
import { addressOf } from '../../../../web/console/addresses.ts';
import {
  accessActions,
  evaluationOf,
  isComplete,
  questionIn,
} from '../../../../web/console/explain/question.ts';

const question = { user: 'alice', action: 'subscribe', topic: 'plant/+/#', device: 'web-1' } as const;

it.each([question, { ...question, device: undefined }])('finds in its address what is asked: %o', (asked) => {
  const { searchParams } = new URL(addressOf.explain(asked), 'http://localhost');
  expect(questionIn(Object.fromEntries(searchParams))).toEqual(asked);
});

it('asks about publishing where the address says nothing that is known', () => {
  expect(questionIn({ action: 'fly', device: '' })).toEqual({
    user: '',
    action: 'publish',
    topic: '',
    device: undefined,
  });
});

it('asks when it knows of whom and of what', () => {
  expect(
    [question, { ...question, user: '' }, { ...question, topic: '' }, { ...question, device: undefined }].map(
      isComplete,
    ),
  ).toEqual([true, false, false, true]);
});

it('asks about a topic, and for connecting about a client', () => {
  const types = accessActions.map((action) => evaluationOf({ ...question, action }).resource.type);
  expect(types).toEqual(['topic', 'topic', 'topic', 'topic', 'client']);
});

it('names the device only where one is asked about', () => {
  expect(evaluationOf(question)).toEqual({
    subject: { type: 'user', id: 'alice' },
    action: { name: 'subscribe' },
    resource: { type: 'topic', id: 'plant/+/#' },
    context: { deviceId: 'web-1' },
  });
  expect(evaluationOf({ ...question, device: undefined })).not.toHaveProperty('context');
});
