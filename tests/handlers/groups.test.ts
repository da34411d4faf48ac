import { beforeEach, describe, expect, it } from 'vitest';
import { scopePolicyName } from '../../src/domain/policy-name.ts';
import { GroupBody, GroupList } from '../../src/schema/groups.ts';
import { awsError } from '../fakes/memory-iot.ts';
import { group, now, space, user, userId } from '../fakes/samples.ts';
import type { Hook } from '../provisioning/world.ts';
import { type Administration, openAdministration, publishing } from './administration.ts';

let api: Administration;

beforeEach(async () => {
  api = await openAdministration();
});

const iso = (at: number) => new Date(at).toISOString();
const policyName = (name: string, n: number) =>
  scopePolicyName(space, { kind: 'group', group: group(name) }, n);
const put = (name: string, body?: unknown, given: object = {}) =>
  api.send('PUT /groups/{group}', { path: { group: name }, body, ...given });
const get = (name: string) => api.send('GET /groups/{group}', { path: { group: name } });
const remove = (name: string) => api.send('DELETE /groups/{group}', { path: { group: name } });

const throttled: Hook = ({ name }, run) => {
  if (name.startsWith('create')) throw awsError('ThrottlingException');
  return run();
};

describe('PUT /groups/{group}', () => {
  it('manages a group: 201 with the group', async () => {
    const answer = await put('operators', { description: 'Who run the sites', documents: 2 });
    expect(answer).toMatchObject({ status: 201, headers: { 'Cache-Control': 'no-store' } });
    expect(answer.body).toEqual({
      group: 'operators',
      description: 'Who run the sites',
      documents: 2,
      members: 0,
      policies: [policyName('operators', 1), policyName('operators', 2)],
      state: 'applied',
      effectiveBy: iso(now + 8 * 60_000),
    });
    expect(GroupBody.parse(answer.body)).toEqual(answer.body);
    expect((await get('operators')).body).toEqual(answer.body);
    expect(api.store.audit.at(-1)).toMatchObject({
      action: 'group-managed',
      actor: 'root',
      requestId: 'request-1',
    });
  });

  it('needs no body: a group has one document then', async () => {
    expect(await put('operators')).toMatchObject({ status: 201, body: { documents: 1 } });
  });

  it('answers 200 for one that is managed, changed or not; what is left out stays', async () => {
    await put('operators', { description: 'a', documents: 2 });
    const before = api.state();
    expect(await put('operators', {})).toMatchObject({
      status: 200,
      body: { description: 'a', documents: 2 },
    });
    expect(api.state()).toEqual(before);
    expect(await put('operators', { documents: 1 })).toMatchObject({
      status: 200,
      body: { description: 'a', documents: 1, policies: [policyName('operators', 1)] },
    });
    const { body } = await put('operators', { description: '' });
    expect(body).not.toHaveProperty('description');
  });

  it('answers 202 while its policies cannot be written', async () => {
    const answer = await put('operators', {}, { hook: throttled });
    expect(answer).toMatchObject({
      status: 202,
      body: { state: 'pending', effectiveBy: iso(now + 9 * 60_000) },
    });
  });

  it('answers 202 for a group with known members: they get its policies in the background', async () => {
    api.store.users.set('u-1', user({ userId: userId('u-1'), groups: [group('operators')] }));
    await api.store.saveMemberships(userId('u-1'), [group('operators')]);
    expect(await put('operators')).toMatchObject({ status: 202, body: { members: 1, state: 'pending' } });
  });

  it('refuses fewer documents than the grants need', async () => {
    await put('operators', { documents: 2 });
    const long = (n: number) => `${'x'.repeat(120)}/${'y'.repeat(110)}/${n}`;
    for (let n = 0; n < 8; n++) {
      await api.send('POST /grants', { body: { ...publishing, topicFilter: long(n) } });
    }
    const before = api.state();
    expect(await put('operators', { documents: 1 })).toMatchObject({
      status: 422,
      body: { code: 'policy-budget-exceeded', documentsNeeded: 2, errors: [{ pointer: '/documents' }] },
    });
    expect(api.state()).toEqual(before);
  });

  it.each([
    'a/b',
    '50%',
    '%2F',
    'a+b',
    'größe',
    '値',
    'a,b',
    '#',
    '?',
    '"',
    '\\',
    '*',
    '…',
    'a.b',
    '__proto__',
  ])('takes any name that Cognito does: %s', async (name) => {
    const answer = await put(name);
    expect([answer.status, answer.body.group]).toEqual([201, name]);
    expect((await get(name)).body).toEqual(answer.body);
    expect((await remove(name)).status).toBe(202);
  });

  it.each([
    ['a blank', 'a b'],
    ['a control character', 'a\u0007'],
    ['more than 128 characters', 'x'.repeat(129)],
  ])('refuses a name with %s', async (_what, name) => {
    expect(await put(name)).toMatchObject({ status: 400, body: { errors: [{ pointer: '/path/group' }] } });
    expect(api.store.scopes.size).toBe(0);
  });

  it.each([
    ['documents below 1', { documents: 0 }, '/documents', 'too-small'],
    ['documents above 3', { documents: 4 }, '/documents', 'too-big'],
    ['a fraction of a document', { documents: 1.5 }, '/documents', 'invalid-type'],
    ['documents in a string', { documents: '2' }, '/documents', 'invalid-type'],
    ['no documents', { documents: null }, '/documents', 'invalid-type'],
    ['a description too long', { description: 'x'.repeat(257) }, '/description', 'too-big'],
    ['a description that is no text', { description: 1 }, '/description', 'invalid-type'],
    ['no description', { description: null }, '/description', 'invalid-type'],
    ['an unknown member', { members: [] }, '/members', 'member-unknown'],
    ['an array', [], '', 'invalid-type'],
  ])('refuses %s', async (_what, body, pointer, code) => {
    expect(await put('operators', body)).toMatchObject({
      status: 400,
      body: { errors: [{ pointer, code }] },
    });
    expect(api.store.scopes.size).toBe(0);
  });
});

describe('GET /groups/{group}', () => {
  it('answers 404 for a group that is not managed', async () => {
    expect(await get('operators')).toMatchObject({ status: 404, body: { code: 'group-not-found' } });
  });

  it('answers a group that a first grant has begun to manage', async () => {
    await api.send('POST /grants', { body: publishing });
    expect(await get('operators')).toMatchObject({ status: 200, body: { documents: 1, state: 'applied' } });
  });
});

describe('DELETE /groups/{group}', () => {
  it('answers 202 with the group, whose grants end at once', async () => {
    const { body: grant } = await api.send('POST /grants', { body: publishing });
    const answer = await remove('operators');
    expect(answer).toMatchObject({
      status: 202,
      body: { group: 'operators', state: 'deleting', effectiveBy: iso(now + 9 * 60_000) },
    });
    expect(GroupBody.parse(answer.body)).toEqual(answer.body);
    expect((await api.send('GET /grants/{grantId}', { path: { grantId: grant.grantId } })).status).toBe(404);
    expect((await get('operators')).body.state).toBe('deleting');
    expect((await remove('operators')).status).toBe(202);
  });

  it('answers 404 for a group that is not managed', async () => {
    expect(await remove('operators')).toMatchObject({ status: 404, body: { code: 'group-not-found' } });
  });

  it('refuses a group with more grants than end in one transaction', async () => {
    await put('operators', { documents: 3 });
    for (let n = 0; n < 81; n += 20) {
      const operations = Array.from({ length: Math.min(20, 81 - n) }, (_, i) => ({
        op: 'create',
        grant: { ...publishing, topicFilter: `t/${n + i}` },
      }));
      expect((await api.send('POST /grants/batch', { body: { operations } })).status).toBe(200);
    }
    const before = api.state();
    expect(await remove('operators')).toMatchObject({ status: 409, body: { code: 'group-grants-exceeded' } });
    expect(api.state()).toEqual(before);
  });
});

describe('GET /groups', () => {
  it('pages through the groups in the order of their names', async () => {
    const names = ['b', 'a/b', 'ä', 'c', 'a'];
    for (const name of names) await put(name);
    await api.send('POST /grants', { body: { ...publishing, subject: 'user/u-1' } });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { status, body } = await api.send('GET /groups', {
        query: { limit: '2', ...(cursor !== undefined && { cursor }) },
      });
      const page = GroupList.parse(body);
      expect([status, page.items.length <= 2]).toEqual([200, true]);
      seen.push(...page.items.map((item) => item.group));
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(names.toSorted());
  });

  it('does not take the cursor of another list', async () => {
    for (const topicFilter of ['a', 'b'])
      await api.send('POST /grants', { body: { ...publishing, topicFilter } });
    const { body } = await api.send('GET /grants', { query: { limit: '1' } });
    expect(await api.send('GET /groups', { query: { cursor: body.cursor } })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/query/cursor' }] },
    });
  });
});
