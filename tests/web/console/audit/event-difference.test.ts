import { describe, expect, it } from 'vitest';
import { eventDifference } from '../../../../web/console/audit/event-difference.ts';

const grant = (grantId: string, more: object = {}) => ({
  grantId,
  subject: 'group/operators',
  effect: 'allow',
  actions: ['publish'],
  topicFilter: 'plant/#',
  allowWider: false,
  ...more,
});

describe('what an event has changed', () => {
  it('is told grant by grant: made, ended, changed; of those that are as before nothing is', () => {
    const before = [grant('same'), grant('gone'), grant('other')];
    const after = [
      grant('other', { actions: ['publish', 'subscribe'], reason: 'shift' }),
      grant('same'),
      grant('new'),
    ];
    expect(eventDifference({ before, after })).toEqual({
      grants: [
        { kind: 'ended', grant: grant('gone') },
        {
          kind: 'changed',
          before: grant('other'),
          grant: grant('other', { actions: ['publish', 'subscribe'], reason: 'shift' }),
          changes: [
            { path: ['actions'], kind: 'added', after: 'subscribe' },
            { path: ['reason'], kind: 'added', after: 'shift' },
          ],
        },
        { kind: 'made', grant: grant('new') },
      ],
      members: [],
    });
  });

  it('is grants that have ended, when they expired, and which were forgotten', () => {
    expect(eventDifference({ before: [grant('old')], after: { forgotten: ['older'] } })).toEqual({
      grants: [{ kind: 'ended', grant: grant('old') }],
      members: [{ path: ['forgotten'], kind: 'added', after: ['older'] }],
    });
  });

  it('is a group and its grants, when it is deleted', () => {
    expect(eventDifference({ before: { documents: 2, grants: [grant('gone')] } })).toEqual({
      grants: [{ kind: 'ended', grant: grant('gone') }],
      members: [{ path: ['documents'], kind: 'removed', before: 2 }],
    });
  });

  it('is the members of everything else', () => {
    expect(eventDifference({ before: { status: 'active' }, after: { status: 'suspended' } })).toEqual({
      grants: [],
      members: [{ path: ['status'], kind: 'changed', before: 'active', after: 'suspended' }],
    });
    expect(eventDifference({ after: { signOut: true } })).toEqual({
      grants: [],
      members: [{ path: ['signOut'], kind: 'added', after: true }],
    });
    expect(eventDifference({})).toEqual({ grants: [], members: [] });
  });

  it.each([
    ['other actions', { actions: { publish: true } }],
    ['actions that are no texts', { actions: [1] }],
    ['another reason', { reason: { code: 'INC-1' } }],
    ['no topic filter', { topicFilter: undefined }],
  ])('tells of grants that another version wrote, with %s, as of everything else', (_, more) => {
    const other = grant('new', more);
    expect(eventDifference({ before: [], after: [other] })).toEqual({
      grants: [],
      members: [{ path: [], kind: 'added', after: other }],
    });
  });
});
