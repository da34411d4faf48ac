// A thousand grants through the routes: page by page, while others come and go.
import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { openAdministration } from './administration.ts';

const Batch = z.object({ results: z.array(z.object({ grant: z.object({ grantId: z.string() }) })) });
const Page = z.object({
  items: z.array(z.object({ grantId: z.string() })),
  cursor: z.optional(z.string()),
});

it('a list of 1,000 grants shows each once, in the order of their IDs, whatever comes and goes', async () => {
  const api = await openAdministration();
  const made: string[] = [];
  // The first of each subject covers the others: they all fit.
  for (let from = 0; from < 1000; from += 20) {
    const operations = Array.from({ length: 20 }, (_, index) => ({
      op: 'create',
      grant: {
        subject: `group/g${Math.floor(from / 100)}`,
        actions: ['publish'],
        topicFilter: from % 100 === 0 && index === 0 ? 'a/#' : `a/${from + index}`,
      },
    }));
    const answer = await api.send('POST /grants/batch', { body: { operations } });
    made.push(...Batch.parse(answer.body).results.map(({ grant }) => grant.grantId));
  }
  const [first, second] = made;
  const last = made.at(-1) ?? '';

  const seen: string[] = [];
  const sizes: number[] = [];
  let cursor: string | undefined;
  do {
    const query = { limit: '200', action: 'publish', ...(cursor !== undefined && { cursor }) };
    const page = Page.parse((await api.send('GET /grants', { query })).body);
    seen.push(...page.items.map(({ grantId }) => grantId));
    sizes.push(page.items.length);
    cursor = page.cursor;
    // One that has been seen, the very one after which the next page begins, and one that would come.
    for (const grantId of sizes.length === 1 ? [second ?? '', seen.at(-1) ?? '', last] : []) {
      const revoked = await api.send('DELETE /grants/{grantId}', {
        path: { grantId },
        headers: { 'If-Match': '*' },
      });
      expect(revoked.status).toBe(200);
    }
  } while (cursor !== undefined);

  const own = seen.filter((grantId) => made.includes(grantId));
  expect(own).toEqual(made.filter((grantId) => grantId !== last));
  expect(seen).toEqual(seen.toSorted());
  expect(new Set(seen).size).toBe(seen.length);
  expect(Math.max(...sizes)).toBe(200);
  expect(own[0]).toBe(first);
});
