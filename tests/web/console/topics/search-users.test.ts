import { expect, it } from 'vitest';
import { searchUsers } from '../../../../web/console/topics/search-users.ts';
import { answeringApi } from '../answering-api.ts';

const { signal } = new AbortController();
const search = { topic: 'plant/state', action: 'subscribe', token: undefined } as const;

it('asks AuthZEN’s search for users, and goes on where it ended', async () => {
  const { api, asked } = answeringApi(() => ({
    results: [{ type: 'user', id: 'alice' }],
    page: { next_token: 'on', count: 1 },
  }));
  expect(await searchUsers(api, search, signal)).toEqual({ items: ['alice'], cursor: 'on' });
  await searchUsers(api, { ...search, token: 'on' }, signal);
  const question = {
    subject: { type: 'user' },
    action: { name: 'subscribe' },
    resource: { type: 'topic', id: 'plant/state' },
  };
  expect(asked.map(({ route, body }) => [route, body])).toEqual([
    ['POST /access/v1/search/subject', { ...question, page: {} }],
    ['POST /access/v1/search/subject', { ...question, page: { token: 'on' } }],
  ]);
});

it('goes on where nobody was found yet', async () => {
  const { api } = answeringApi(() => ({ results: [], page: { next_token: 'on', count: 0 } }));
  expect(await searchUsers(api, search, signal)).toEqual({ items: [], cursor: 'on' });
});

it('is at the end where the token is empty', async () => {
  const { api } = answeringApi(() => ({ results: [], page: { next_token: '', count: 0 } }));
  expect(await searchUsers(api, search, signal)).toEqual({ items: [] });
});
