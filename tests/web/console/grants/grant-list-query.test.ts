import { describe, expect, it } from 'vitest';
import { addressOf } from '../../../../web/console/addresses.ts';
import { grantListQuery } from '../../../../web/console/grants/grant-list-query.ts';

const filter = {
  subject: 'group/operators & more',
  action: 'publish',
  topic: 'plant/line-1/state',
  effect: 'deny',
  state: 'pending',
  expiresBefore: '2026-12-31T23:00:00.000Z',
};

const queryOf = (address: string) => Object.fromEntries(new URL(address, 'http://localhost').searchParams);

describe('the filter of the list', () => {
  it('comes out of the address as it went in', () => {
    expect(grantListQuery(queryOf(addressOf.grants(filter)))).toEqual(filter);
  });

  it('is nothing where the address has none', () => {
    expect(grantListQuery(queryOf(addressOf.grants({ subject: '', topic: '' })))).toEqual({});
  });

  it.each(['action', 'effect', 'state'])('does without an unknown %s', (member) => {
    expect(grantListQuery({ ...filter, [member]: 'other' })).not.toHaveProperty(member);
  });

  it('leaves it to the service to refuse a topic or a subject', () => {
    expect(grantListQuery({ subject: 'nobody', topic: 'a/+' })).toEqual({ subject: 'nobody', topic: 'a/+' });
  });
});
