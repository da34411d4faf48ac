import { expect, it } from 'vitest';
import { rulesByAction } from '../../../../web/console/subjects/rules-by-action.ts';
import type { Grant } from '../../../../web/shared/api-paths.ts';
import { grant } from '../grant.ts';

const status = (state: Grant['status']['state']) => ({
  state,
  effectiveBy: '2026-01-01T00:00:00Z',
  policies: [],
});

it('tells for each action what is allowed and what is denied, in order of filters', () => {
  const rules = rulesByAction([
    grant({ grantId: 'b', topicFilter: 'b', actions: ['publish', 'subscribe'] }),
    grant({ grantId: 'a', topicFilter: 'a' }),
    grant({ grantId: 'no', topicFilter: 'c', effect: 'deny', actions: ['subscribe'] }),
  ]);
  expect(
    rules.map(({ action, allow, deny }) => [
      action,
      allow.map(({ grantId }) => grantId),
      deny.map(({ grantId }) => grantId),
    ]),
  ).toEqual([
    ['publish', ['a', 'b'], []],
    ['subscribe', ['b'], ['no']],
  ]);
});

it('leaves out what has ended, and what is pending not', () => {
  const rules = rulesByAction([
    grant({ grantId: 'ended', status: status('expired') }),
    grant({ grantId: 'pending', actions: ['receive'], status: status('pending') }),
  ]);
  expect(rules).toMatchObject([{ action: 'receive', allow: [{ grantId: 'pending' }], deny: [] }]);
});
