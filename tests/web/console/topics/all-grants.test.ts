import { expect, it } from 'vitest';
import { allGrants, mostGrants } from '../../../../web/console/topics/all-grants.ts';
import { answeringApi } from '../answering-api.ts';
import { grant } from '../grant.ts';

const { signal } = new AbortController();
const page = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => grant({ grantId: `g${from + index}` }));

it('reads on to the last page, over pages that are empty', async () => {
  const pages = [{ items: page(0, 2), cursor: 'one' }, { items: [], cursor: 'two' }, { items: page(2, 1) }];
  const { api, asked } = answeringApi(() => pages[asked.length - 1]);
  const counts: number[] = [];
  const { grants, isCutOff } = await allGrants(api, undefined, (count) => counts.push(count), signal);
  expect(grants.map(({ grantId }) => grantId)).toEqual(['g0', 'g1', 'g2']);
  expect(isCutOff).toBe(false);
  expect(counts).toEqual([0, 2, 2, 3]);
  expect(asked.map(({ query }) => query)).toEqual([
    { limit: '200' },
    { limit: '200', cursor: 'one' },
    { limit: '200', cursor: 'two' },
  ]);
});

it('asks for the grants of one subject alone', async () => {
  const { api, asked } = answeringApi(() => ({ items: [] }));
  await allGrants(api, 'group/ops', () => undefined, signal);
  expect(asked.map(({ query }) => query)).toEqual([{ limit: '200', subject: 'group/ops' }]);
});

it('stops at a bound, and says so', async () => {
  const { api, asked } = answeringApi(() => ({ items: page(0, 200), cursor: 'more' }));
  const { grants, isCutOff } = await allGrants(api, undefined, () => undefined, signal);
  expect(grants).toHaveLength(mostGrants);
  expect(isCutOff).toBe(true);
  expect(asked).toHaveLength(mostGrants / 200);
});

it('is not cut off where the last page ends at the bound', async () => {
  const { api, asked } = answeringApi(() => ({
    items: page(0, 200),
    ...(asked.length < mostGrants / 200 && { cursor: 'more' }),
  }));
  expect((await allGrants(api, undefined, () => undefined, signal)).isCutOff).toBe(false);
});
