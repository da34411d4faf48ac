import { describe, expect, it } from 'vitest';
import { standingsAt, standingWords } from '../../../../web/console/topics/standing.ts';
import type { Grant } from '../../../../web/shared/api-paths.ts';
import { grant } from '../grant.ts';

const allow = (subject: string, given: Partial<Grant> = {}) => grant({ subject, ...given });
const deny = (subject: string, given: Partial<Grant> = {}) => grant({ subject, effect: 'deny', ...given });

describe('who may publish', () => {
  it.each([
    ['nobody, without grants', [], 'nobody'],
    ['nobody, by a grant elsewhere', [allow('everyone', { topicFilter: 'plant/other' })], 'nobody'],
    ['nobody, by a grant to subscribe', [allow('everyone', { actions: ['subscribe'] })], 'nobody'],
    ['a user', [allow('user/alice')], 'user'],
    ['a group, before a user', [allow('user/alice'), allow('group/ops')], 'group'],
    ['everyone, before a group', [allow('group/ops'), allow('everyone')], 'everyone'],
    ['everyone, by a grant of the whole tree', [allow('everyone', { topicFilter: 'plant/#' })], 'everyone'],
    ['everyone, though one group is denied', [allow('everyone'), deny('group/ops')], 'everyone'],
    ['a group, where another is denied', [allow('group/a'), allow('group/b'), deny('group/a')], 'group'],
    ['nobody, where everyone is denied', [allow('user/alice'), deny('everyone')], 'denied'],
    ['nobody, where the one who is allowed is denied', [allow('group/a'), deny('group/a')], 'denied'],
    ['nobody, where there is only a deny', [deny('group/a')], 'denied'],
  ])('%s', (_who, grants, reach) => {
    expect(standingsAt('plant/state', grants, ['publish'])).toMatchObject([{ action: 'publish', reach }]);
  });
});

it('says it for each action that is asked for', () => {
  const grants = [allow('everyone'), allow('group/ops', { actions: ['subscribe'] })];
  const standings = standingsAt('plant/state', grants, ['publish', 'subscribe']);
  expect(standings.map(({ action, reach }) => [action, reach])).toEqual([
    ['publish', 'everyone'],
    ['subscribe', 'group'],
  ]);
});

it('tells of receiving directly only where a grant names it', () => {
  const actions = ['publish', 'subscribe', 'receive'] as const;
  const named = (grants: readonly Grant[]) =>
    standingsAt('plant/state', grants, actions).map(({ action }) => action);
  expect(named([allow('everyone', { actions: ['subscribe'] })])).toEqual(['publish', 'subscribe']);
  expect(named([allow('everyone', { actions: ['receive'] })])).toEqual(actions);
});

it('counts a deny of receiving against subscribing: it would deliver nothing', () => {
  const grants = [allow('group/a', { actions: ['subscribe'] }), deny('group/a', { actions: ['receive'] })];
  expect(standingsAt('plant/state', grants, ['subscribe'])).toMatchObject([{ reach: 'denied' }]);
});

it.each([
  [[allow('everyone'), deny('group/b'), deny('group/a')], 'publish: everyone, denied to group/a, group/b'],
  [[allow('group/a'), allow('group/a', { topicFilter: 'plant/#' })], 'publish: group/a'],
  [[deny('group/a')], 'publish: nobody, denied to group/a'],
  [['a', 'b', 'c', 'd', 'e', 'f'].map((name) => allow(`user/${name}`)), /user\/d and 2 more$/],
])('puts it in words: %#', (grants, words) => {
  const [standing] = standingsAt('plant/state', grants, ['publish']);
  expect(standing && standingWords(standing)).toMatch(words);
});
