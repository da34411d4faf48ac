import { describe, expect, it } from 'vitest';
import {
  asksForWider,
  draftOf,
  inputOf,
  missingIn,
  newDraft,
  subjectOf,
} from '../../../../web/console/grants/grant-draft.ts';

const whole = draftOf({
  subject: 'group/operators',
  effect: 'deny',
  actions: ['publish', 'subscribe'],
  topicFilter: 'plant/+/cmd',
  allowWider: true,
  expiresAt: '2026-12-31T23:00:00.250Z',
  reason: 'INC-4711',
});

describe('the draft of a grant', () => {
  it('says what the grant says, to the millisecond', () => {
    expect(inputOf(whole)).toEqual({
      subject: 'group/operators',
      effect: 'deny',
      actions: ['publish', 'subscribe'],
      topicFilter: 'plant/+/cmd',
      allowWider: true,
      expiresAt: '2026-12-31T23:00:00.250Z',
      reason: 'INC-4711',
    });
  });

  it('leaves out what is empty', () => {
    const input = inputOf({ ...whole, expiresAt: '', reason: '  ' });
    expect(input).not.toHaveProperty('expiresAt');
    expect(input).not.toHaveProperty('reason');
  });

  it('has the actions in one order, whichever was chosen first', () => {
    expect(inputOf({ ...whole, actions: ['receive', 'publish'] })?.actions).toEqual(['publish', 'receive']);
  });

  it.each(['everyone', 'group/operators', 'group/a/b', 'user/11111111-2222-4333-8444-555555555555'])(
    'is for %s as the grant is',
    (subject) => {
      expect(subjectOf(newDraft({ subject }))).toBe(subject);
    },
  );

  it('keeps the group while everyone is looked at', () => {
    const draft = { ...whole, kind: 'everyone' } as const;
    expect(subjectOf(draft)).toBe('everyone');
    expect(subjectOf({ ...draft, kind: 'group' })).toBe('group/operators');
  });
});

describe('a draft is not asked about while', () => {
  it.each([
    ['no group is named', { group: '' }, '/subject'],
    ['no user is chosen', { kind: 'user' }, '/subject'],
    ['there is no action', { actions: [] }, '/actions'],
    ['there is no topic filter', { topicFilter: '' }, '/topicFilter'],
    ['the end is half typed', { expiresAt: 'incomplete' }, '/expiresAt'],
  ] as const)('%s', (_when, changed, pointer) => {
    const draft = { ...whole, ...changed };
    expect(inputOf(draft)).toBeUndefined();
    expect(missingIn(draft)).toEqual([{ pointer, code: 'missing', detail: expect.stringMatching(/\w\.$/) }]);
  });

  it('a new one has nothing but what it was given', () => {
    const draft = newDraft({ topicFilter: 'a/b' });
    expect(missingIn(draft).map(({ pointer }) => pointer)).toEqual(['/subject', '/actions']);
    expect(draft).toMatchObject({ effect: 'allow', allowWider: false, expiresAt: '', topicFilter: 'a/b' });
  });
});

it.each([
  ['a/+/b', false, true],
  ['a/#', false, false],
  ['a/b+', false, false],
  ['a/b', true, true],
])('consent to a wider %s (given: %s) is asked for: %s', (topicFilter, allowWider, asked) => {
  expect(asksForWider({ ...whole, topicFilter, allowWider })).toBe(asked);
});
