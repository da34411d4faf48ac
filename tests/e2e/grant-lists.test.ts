// Lists of grants and of what administrators did, page by page while others write.
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { type Administrator, administratorOf, seededAdministrator } from './administrator.ts';
import { newUser } from './new-user.ts';

const stack = inject('stack');

let admin: Administrator;
beforeAll(async () => {
  admin = await seededAdministrator(stack);
});

type Item = { readonly grantId: string; readonly subject: string; readonly topicFilter: string };

/** One after the other; `between` runs after each. */
const pagesOf = async (
  query: string,
  between: (page: number) => Promise<unknown> = async () => undefined,
) => {
  const items: Item[] = [];
  let cursor = '';
  for (let page = 1; page === 1 || cursor !== ''; page++) {
    const { status, body } = await admin.ask(`GET /grants?${query}${cursor && `&cursor=${cursor}`}`);
    expect(status).toBe(200);
    items.push(...body.items);
    cursor = body.cursor ?? '';
    await between(page);
  }
  return items;
};

describe('a list of grants', () => {
  it('shows a hundred once each in the order of their making, whatever comes and goes meanwhile', async () => {
    const area = randomUUID();
    const subjects = [`user/${randomUUID()}`, `group/${randomUUID()}`] as const;
    // The first covers the others: they all fit, and none is left out of the list.
    const filters = [`${area}/#`, ...Array.from({ length: 49 }, (_, index) => `${area}/${index}`)];
    const grants = subjects.flatMap((subject) =>
      filters.map((topicFilter) => ({ subject, actions: ['publish'], topicFilter })),
    );
    const made: Item[] = [];
    for (let from = 0; from < grants.length; from += 20) {
      const operations = grants.slice(from, from + 20).map((grant) => ({ op: 'create', grant }));
      const { status, body } = await admin.ask('POST /grants/batch', { operations });
      expect(status).toBe(200);
      made.push(...body.results.map(({ grant }: { grant: Item }) => grant));
    }
    expect(made.map(({ subject, topicFilter }) => [subject, topicFilter])).toEqual(
      grants.map(({ subject, topicFilter }) => [subject, topicFilter]),
    );
    const ids = made.map(({ grantId }) => grantId);

    const gone = made[1]?.grantId ?? '';
    const last = made.at(-1)?.grantId ?? '';
    const own = (items: readonly Item[]) =>
      items.map(({ grantId }) => grantId).filter((grantId) => ids.includes(grantId));
    const seen = await pagesOf('limit=30&action=publish', async (page) => {
      for (const grantId of page === 1 ? [gone, last] : []) {
        const answer = await admin.ask(`DELETE /grants/${grantId}`, undefined, { 'If-Match': '*' });
        expect(answer.status).toBe(200);
      }
    });
    // What went after the first page may or may not have been on it; every other is seen exactly once.
    const lasting = ids.filter((id) => id !== gone && id !== last);
    expect(own(seen).filter((id) => lasting.includes(id))).toEqual(lasting);
    expect(own(seen)).not.toContain(last);

    const [user, group] = subjects;
    const ofUser = await pagesOf(`subject=${user}&limit=7`);
    expect(ofUser.map(({ grantId }) => grantId)).toEqual(ids.slice(0, 50).toSpliced(1, 1));
    const covering = await pagesOf(`subject=${group}&topic=${area}/7`);
    expect(covering.map(({ topicFilter }) => topicFilter)).toEqual([`${area}/#`, `${area}/7`]);
  });
});

describe('the audit', () => {
  it('tells who did what to whom, why, and what it was before, newest first', async () => {
    const other = administratorOf(stack, (await newUser(stack, ['admins'])).idToken);
    const subject = `group/${randomUUID()}`;
    const grant = { subject, actions: ['publish'], topicFilter: 'a/b', reason: 'INC-7' };
    const since = new Date().toISOString();
    const { body: made } = await admin.ask('POST /grants', grant);
    const path = `/grants/${made.grantId}` as const;
    await other.ask(`PUT ${path}`, { ...grant, topicFilter: 'a/c', reason: 'INC-8' }, { 'If-Match': '"1"' });
    await other.ask(`PUT ${path}`, { ...grant, topicFilter: 'a/d' }, { 'If-Match': '"1"' });
    await admin.ask(`DELETE ${path}?reason=done`, undefined, { 'If-Match': '*' });
    const until = new Date().toISOString();

    const about = (await admin.ask(`GET /audit-events?subject=${encodeURIComponent(subject)}`)).body.items;
    const event = { action: 'grants-changed', subjects: [subject] };
    const [b, c] = [
      { grantId: made.grantId, topicFilter: 'a/b' },
      { grantId: made.grantId, topicFilter: 'a/c' },
    ];
    expect(about).toMatchObject([
      { ...event, actor: admin.userId, reason: 'done', before: [c], after: [] },
      { ...event, actor: other.userId, reason: 'INC-8', before: [b], after: [c] },
      { ...event, actor: admin.userId, reason: 'INC-7', before: [], after: [b] },
    ]);
    expect(new Set(about.map(({ requestId }: { requestId: string }) => requestId)).size).toBe(3);
    const bySomebody = await admin.ask(`GET /audit-events?actor=${other.userId}`);
    expect(bySomebody.body.items).toEqual([about[1]]);

    const query = `since=${since}&until=${until}&limit=1`;
    const first = (await admin.ask(`GET /audit-events?${query}&subject=${encodeURIComponent(subject)}`)).body;
    const next = await admin.ask(
      `GET /audit-events?${query}&subject=${encodeURIComponent(subject)}&cursor=${first.cursor}`,
    );
    expect([first.items, next.body.items]).toEqual([[about[0]], [about[1]]]);
  });
});
