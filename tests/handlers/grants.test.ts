import { beforeEach, describe, expect, it } from 'vitest';
import { scopePolicyName } from '../../src/domain/policy-name.ts';
import { ChangedGrants, GrantBody, GrantList, GrantPreview } from '../../src/schema/grant-body.ts';
import { awsError } from '../fakes/memory-iot.ts';
import { group, now, space, userId } from '../fakes/samples.ts';
import { type Hook, registration } from '../provisioning/world.ts';
import { type Administration, openAdministration, publishing } from './administration.ts';

let api: Administration;

beforeEach(async () => {
  api = await openAdministration();
});

const iso = (at: number) => new Date(at).toISOString();
const effective = iso(now + 8 * 60_000);
/** The sweeper comes within a minute. */
const expected = iso(now + 9 * 60_000);
const operators = scopePolicyName(space, { kind: 'group', group: group('operators') }, 1);

const throttled: Hook = ({ name }, run) => {
  if (name === 'createPolicy' || name === 'createVersion') throw awsError('ThrottlingException');
  return run();
};

const create = async (changes: object = {}) => {
  const { body } = await api.send('POST /grants', { body: { ...publishing, ...changes } });
  return GrantBody.parse(body);
};
const at = (grantId: string) => ({ path: { grantId } });

describe('POST /grants', () => {
  it('answers 201 with the grant, where it is, and its ETag', async () => {
    const answer = await api.send('POST /grants', {
      body: { ...publishing, reason: 'INC-4711', expiresAt: '2026-12-31T23:00:00+01:00' },
    });
    const { grantId } = answer.body;
    expect(answer).toEqual({
      status: 201,
      headers: {
        'Content-Type': 'application/json',
        'Cache-Control': 'no-store',
        'X-Content-Type-Options': 'nosniff',
        Vary: 'Origin',
        Location: `/dev/grants/${grantId}`,
        ETag: '"1"',
      },
      body: {
        grantId: expect.stringMatching(/^[\w-]+$/),
        subject: 'group/operators',
        effect: 'allow',
        actions: ['publish'],
        topicFilter: 'sites/${thingName}/state/#',
        allowWider: false,
        expiresAt: '2026-12-31T22:00:00.000Z',
        reason: 'INC-4711',
        createdBy: 'root',
        createdAt: iso(now),
        version: 1,
        status: { state: 'applied', effectiveBy: effective, policies: [operators] },
      },
    });
    expect(GrantBody.parse(answer.body)).toEqual(answer.body);
    expect(api.iot.policies.get(operators)?.versions.at(-1)?.text).toContain('ThingName}/state');
    expect(api.store.audit.at(-1)).toMatchObject({
      actor: 'root',
      requestId: 'request-1',
      reason: 'INC-4711',
    });
  });

  it('says where to find it, wherever the API is', async () => {
    const { headers } = await api.send('POST /grants', { body: publishing });
    const base = 'https://id.execute-api.us-east-1.amazonaws.com/dev/grants';
    expect(new URL(String(headers['Location']), base).pathname).toMatch(/^\/dev\/grants\/[\w-]+$/);
  });

  it('tells what a literal and a wider grant do otherwise than they read', async () => {
    const literal = await create({ actions: ['subscribe'], topicFilter: 'a/+/c' });
    expect(literal.notes).toEqual([
      { action: 'subscribe', filter: 'a/+/c', code: 'literal-only', example: expect.any(String) },
      { action: 'receive', filter: 'a/+/c', code: 'wider', example: expect.any(String) },
    ]);
    const wider = await create({ topicFilter: 'a/+/c', allowWider: true });
    expect(wider.notes).toEqual([
      { action: 'publish', filter: 'a/+/c', code: 'wider', example: expect.any(String) },
    ]);
    expect(await create()).not.toHaveProperty('notes');
  });

  it('answers 202 while AWS throttles: the grant is stored, and says when it should be effective', async () => {
    const answer = await api.send('POST /grants', { body: publishing, hook: throttled });
    expect(answer).toMatchObject({
      status: 202,
      headers: { Location: `/dev/grants/${answer.body.grantId}`, ETag: '"1"' },
      body: { version: 1, status: { state: 'pending', effectiveBy: expected, policies: [operators] } },
    });
    const found = await api.send('GET /grants/{grantId}', at(answer.body.grantId));
    expect(found.body).toEqual(answer.body);
    expect(api.store.due.has('apply-scope/group/operators')).toBe(true);
  });

  it('answers 202 for a user whose policy is written and not attached yet', async () => {
    await api.flows().registerDevice(registration('web-1', 'u-1'));
    const failing: Hook = ({ name }, run) => {
      if (name === 'attachPolicy') throw awsError('ThrottlingException');
      return run();
    };
    const mine = { ...publishing, subject: 'user/u-1' };
    expect(await api.send('POST /grants', { body: mine, hook: failing })).toMatchObject({
      status: 202,
      body: { status: { state: 'pending', effectiveBy: expected } },
    });
    const others = { ...mine, subject: 'user/u-2' };
    expect((await api.send('POST /grants', { body: others, hook: failing })).status).toBe(201);
  });

  it('refuses the same grant a second time, naming the first', async () => {
    const { grantId } = await create();
    const before = api.state();
    const answer = await api.send('POST /grants', { body: { ...publishing, reason: 'again' } });
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'grant-duplicate', grantId, errors: [{ pointer: '' }] },
    });
    expect(api.state()).toEqual(before);
  });

  it('refuses what does not fit the policies, with used, limit and what would', async () => {
    const long = (n: number) => `${'x'.repeat(120)}/${'y'.repeat(110)}/${n}`;
    let answer = await api.send('POST /grants', { body: { ...publishing, topicFilter: long(0) } });
    for (let n = 1; answer.status === 201; n++) {
      answer = await api.send('POST /grants', { body: { ...publishing, topicFilter: long(n) } });
    }
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'policy-budget-exceeded', limit: 2048, documentsNeeded: 2, errors: [{ pointer: '' }] },
    });
    expect(answer.body.used).toBeGreaterThan(2048);
  });

  it.each([[''], ['?']])(
    'takes a topic filter as it is, and tells where it breaks a rule: %j',
    async (topicFilter) => {
      const answer = await api.send('POST /grants', { body: { ...publishing, topicFilter } });
      expect(answer).toMatchObject({
        status: 422,
        body: { code: 'rule-violated', errors: [{ pointer: '/topicFilter' }] },
      });
    },
  );
});

describe('POST /grants?dryRun=true', () => {
  const query = { dryRun: 'true' };

  it('answers the documents before and after, and what is to be noted, and stores nothing', async () => {
    await create();
    const before = api.state();
    const answer = await api.send('POST /grants', {
      query,
      body: { ...publishing, actions: ['subscribe'], topicFilter: 'a/+/c' },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers).not.toHaveProperty('Location');
    const preview = GrantPreview.parse(answer.body);
    expect(preview).toEqual(answer.body);
    expect(preview.before.map(({ name }) => name)).toEqual([operators]);
    expect(preview.after.map(({ name }) => name)).toEqual([operators]);
    const [{ document, size } = { document: {}, size: 0 }] = preview.after;
    expect(JSON.stringify(document)).toContain('topicfilter/a/+/c');
    expect(JSON.stringify(preview.before)).not.toContain('topicfilter/a/+/c');
    expect(size).toBe(Buffer.byteLength(JSON.stringify(document)));
    expect(preview.notes.map(({ code }) => code)).toEqual(['literal-only', 'wider']);
    expect(api.state()).toEqual(before);
  });

  it('refuses what the request itself would', async () => {
    await create();
    expect(await api.send('POST /grants', { query, body: publishing })).toMatchObject({ status: 409 });
  });

  it('asks no If-Match of a change or a revocation, and heeds one', async () => {
    const { grantId } = await create();
    const before = api.state();
    const body = { ...publishing, topicFilter: 'other' };
    const dry = { ...at(grantId), query };
    const stale = { headers: { 'If-Match': '"7"' } };
    const put = await api.send('PUT /grants/{grantId}', { ...dry, body });
    expect([put.status, JSON.stringify(put.body.after)]).toEqual([
      200,
      expect.stringContaining('topic/other'),
    ]);
    expect((await api.send('PUT /grants/{grantId}', { ...dry, ...stale, body })).status).toBe(412);
    const removal = await api.send('DELETE /grants/{grantId}', dry);
    expect([removal.status, JSON.stringify(removal.body.after)]).toEqual([
      200,
      expect.not.stringContaining('state'),
    ]);
    expect((await api.send('DELETE /grants/{grantId}', { ...dry, ...stale })).status).toBe(412);
    const operations = [{ op: 'delete', grantId }];
    const batch = await api.send('POST /grants/batch', { query, body: { operations } });
    expect(GrantPreview.parse(batch.body)).toEqual(removal.body);
    expect(api.state()).toEqual(before);
  });
});

describe('GET /grants/{grantId}', () => {
  it('answers the grant as it was made, with its ETag', async () => {
    const grant = await create();
    expect(await api.send('GET /grants/{grantId}', at(grant.grantId))).toMatchObject({
      status: 200,
      headers: { ETag: '"1"', 'Cache-Control': 'no-store' },
      body: grant,
    });
  });

  it('says when a grant has expired', async () => {
    const { grantId } = await create({ expiresAt: iso(now + 1000) });
    api.time.now = now + 1000;
    const { body } = await api.send('GET /grants/{grantId}', at(grantId));
    expect(body.status).toMatchObject({ state: 'expired', effectiveBy: iso(now + 1000 + 9 * 60_000) });
  });

  it('answers 404 for one that is not there', async () => {
    expect(await api.send('GET /grants/{grantId}', at('nothing'))).toMatchObject({
      status: 404,
      body: { code: 'grant-not-found', detail: 'There is no grant nothing.' },
    });
  });
});

describe('PUT /grants/{grantId}', () => {
  const put = (grantId: string, ifMatch: string | undefined, changes: object = {}, hook?: Hook) =>
    api.send('PUT /grants/{grantId}', {
      ...at(grantId),
      headers: ifMatch === undefined ? {} : { 'if-match': ifMatch },
      body: { ...publishing, ...changes },
      ...(hook && { hook }),
    });

  it('changes the grant and raises its version', async () => {
    const grant = await create();
    api.time.now += 1000;
    const answer = await put(grant.grantId, '"1"', { actions: ['receive', 'publish'], reason: 'more' });
    expect(answer).toMatchObject({ status: 200, headers: { ETag: '"2"' } });
    expect(answer.body).toEqual({
      ...grant,
      actions: ['publish', 'receive'],
      reason: 'more',
      version: 2,
      status: { ...grant.status, effectiveBy: iso(now + 1000 + 8 * 60_000) },
    });
    expect((await api.send('GET /grants/{grantId}', at(grant.grantId))).body).toEqual(answer.body);
  });

  it('answers 200 with the same version when nothing is different', async () => {
    const grant = await create({ expiresAt: '2026-12-31T23:00:00Z' });
    const before = api.state();
    const answer = await put(grant.grantId, '"1"', {
      effect: 'allow',
      allowWider: false,
      expiresAt: '2027-01-01T00:00:00+01:00',
    });
    expect(answer).toMatchObject({ status: 200, headers: { ETag: '"1"' } });
    expect(answer.body).toEqual(grant);
    expect(api.state()).toEqual(before);
  });

  it('answers 200 when nothing is different of a grant that is still pending', async () => {
    const { body: grant } = await api.send('POST /grants', { body: publishing, hook: throttled });
    expect(await put(grant.grantId, '"1"', {}, throttled)).toMatchObject({ status: 200, body: grant });
  });

  it('answers 202 while the change is pending', async () => {
    const { grantId } = await create();
    expect(await put(grantId, '*', { topicFilter: 'other' }, throttled)).toMatchObject({
      status: 202,
      headers: { ETag: '"2"' },
      body: { version: 2, status: { state: 'pending', effectiveBy: expected } },
    });
  });

  it('takes the reason and the end of a grant away when they are left out', async () => {
    const { grantId } = await create({ reason: 'once', expiresAt: iso(now + 60_000) });
    const { body } = await put(grantId, '"1"');
    expect(body).not.toHaveProperty('reason');
    expect(body).not.toHaveProperty('expiresAt');
  });

  it.each(['*', '"1"', '"7", "1"', 'W/"1", "1"'])('goes ahead with If-Match: %s', async (ifMatch) => {
    const { grantId } = await create();
    expect((await put(grantId, ifMatch, { topicFilter: 'other' })).status).toBe(200);
  });

  it.each([
    [undefined, 428, 'precondition-required'],
    ['W/"1"', 412, 'precondition-failed'],
    ['"2"', 412, 'precondition-failed'],
    ['"01"', 412, 'precondition-failed'],
    ['"x"', 412, 'precondition-failed'],
    ['1', 400, 'request-invalid'],
    ['', 400, 'request-invalid'],
    ['*, "1"', 400, 'request-invalid'],
  ])('refuses If-Match: %s with %i, and changes nothing', async (ifMatch, status, code) => {
    const { grantId } = await create();
    const before = api.state();
    const answer = await put(grantId, ifMatch, { topicFilter: 'other' });
    expect(answer).toMatchObject({ status, body: { code } });
    if (status === 412) expect(answer.body.current).toBe('"1"');
    if (status === 400) expect(answer.body.errors).toMatchObject([{ pointer: '/headers/if-match' }]);
    expect(api.state()).toEqual(before);
  });

  it('does not give the grant to another subject', async () => {
    const { grantId } = await create();
    const before = api.state();
    expect(await put(grantId, '"1"', { subject: 'everyone' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/subject', code: 'subject-immutable' }] },
    });
    expect(api.state()).toEqual(before);
  });

  it('answers 404 for a grant that is not there', async () => {
    expect((await put('nothing', '*')).status).toBe(404);
  });
});

describe('DELETE /grants/{grantId}', () => {
  const remove = (grantId: string, given: object = {}) =>
    api.send('DELETE /grants/{grantId}', { ...at(grantId), headers: { 'If-Match': '"1"' }, ...given });

  it('answers the grant that is revoked, and when that is effective', async () => {
    const grant = await create();
    api.time.now += 1000;
    const answer = await remove(grant.grantId, { query: { reason: 'INC-4711 is over' } });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      ...grant,
      status: { ...grant.status, effectiveBy: iso(now + 1000 + 8 * 60_000) },
    });
    expect(await api.send('GET /grants/{grantId}', at(grant.grantId))).toMatchObject({ status: 404 });
    expect(api.iot.policies.get(operators)?.versions.at(-1)?.text).not.toContain('state');
    expect(api.store.audit.at(-1)).toMatchObject({ actor: 'root', reason: 'INC-4711 is over' });
  });

  it('answers 202 while the revocation is pending', async () => {
    const { grantId } = await create();
    expect(await remove(grantId, { hook: throttled })).toMatchObject({
      status: 202,
      body: { status: { state: 'pending', effectiveBy: expected } },
    });
  });

  it('drops no session unless it is asked to', async () => {
    const { grantId } = await create();
    await remove(grantId);
    expect([...api.store.due.keys()].filter((key) => key.startsWith('drop-sessions'))).toEqual([]);
    const other = await create();
    await remove(other.grantId, { query: { disconnect: 'true' } });
    expect([...api.store.due.values()]).toContainEqual(
      expect.objectContaining({
        work: expect.objectContaining({
          task: 'drop-sessions',
          subject: { kind: 'group', group: 'operators' },
        }),
      }),
    );
  });

  it.each([
    [{}, 428],
    [{ 'If-Match': '"2"' }, 412],
    [{ 'If-Match': 'one' }, 400],
  ])('refuses headers %j with %i, and revokes nothing', async (headers, status) => {
    const { grantId } = await create();
    const before = api.state();
    expect((await remove(grantId, { headers })).status).toBe(status);
    expect(api.state()).toEqual(before);
  });

  it('answers 404 for a grant that is not there, or not any more', async () => {
    const { grantId } = await create();
    await remove(grantId);
    expect((await remove(grantId)).status).toBe(404);
  });
});

describe('POST /grants/batch', () => {
  const batch = (operations: unknown, given: object = {}) =>
    api.send('POST /grants/batch', { body: { operations }, ...given });
  const other = { ...publishing, topicFilter: 'other' };

  it('does all, and answers each as if it were a request of its own', async () => {
    const [first, second, third] = [
      await create(),
      await create({ topicFilter: 'b' }),
      await create({ topicFilter: 'c' }),
    ];
    const events = api.store.audit.length;
    const answer = await batch([
      { op: 'delete', grantId: first.grantId, ifMatch: '"1"' },
      { op: 'create', grant: { subject: 'everyone', actions: ['subscribe'], topicFilter: 'news' } },
      { op: 'replace', grantId: second.grantId, ifMatch: '*', grant: other },
      { op: 'replace', grantId: third.grantId, ifMatch: '"1"', grant: { ...publishing, topicFilter: 'c' } },
    ]);
    expect(answer.status).toBe(200);
    const { results } = ChangedGrants.parse(answer.body);
    expect(results).toEqual(answer.body.results);
    expect(
      results.map(({ index, status, grant }) => [index, status, grant.topicFilter, grant.version]),
    ).toEqual([
      [0, 200, publishing.topicFilter, 1],
      [1, 201, 'news', 1],
      [2, 200, 'other', 2],
      [3, 200, 'c', 1],
    ]);
    // The first change of everyone's also makes the scope with what everyone may do.
    const changes = api.store.audit.slice(events).filter(({ action }) => action === 'grants-changed');
    expect(changes.map(({ subjects }) => [...subjects].sort())).toEqual([['everyone', 'group/operators']]);
  });

  it('says of each whether it is pending', async () => {
    await api.flows().putGroup({ group: group('operators'), actor: userId('root'), requestId: 'r', now });
    const failing: Hook = ({ name }, run) => {
      if (name === 'createVersion') throw awsError('ThrottlingException');
      return run();
    };
    const answer = await batch(
      [
        { op: 'create', grant: { ...other, subject: 'group/others' } },
        { op: 'create', grant: publishing },
      ],
      { hook: failing },
    );
    expect(answer.status).toBe(200);
    expect(answer.body.results).toMatchObject([
      { index: 0, status: 201, grant: { status: { state: 'applied', effectiveBy: effective } } },
      { index: 1, status: 202, grant: { status: { state: 'pending', effectiveBy: expected } } },
    ]);
  });

  it('does nothing when one operation cannot be done, and points at it', async () => {
    const { grantId } = await create();
    const before = api.state();
    const refused: readonly [readonly unknown[], number, string, string][] = [
      [
        [
          { op: 'create', grant: other },
          { op: 'create', grant: { ...other, topicFilter: '+' } },
        ],
        422,
        'rule-violated',
        '/operations/1/grant/topicFilter',
      ],
      [
        [
          { op: 'create', grant: other },
          { op: 'delete', grantId },
        ],
        428,
        'precondition-required',
        '/operations/1/ifMatch',
      ],
      [
        [
          { op: 'create', grant: other },
          { op: 'replace', grantId, grant: other },
        ],
        428,
        'precondition-required',
        '/operations/1/ifMatch',
      ],
      [
        [
          { op: 'create', grant: other },
          { op: 'delete', grantId, ifMatch: '"2"' },
        ],
        412,
        'precondition-failed',
        '/operations/1',
      ],
      [
        [
          { op: 'create', grant: other },
          { op: 'delete', grantId: 'x', ifMatch: '*' },
        ],
        404,
        'grant-not-found',
        '/operations/1',
      ],
      [
        [
          { op: 'create', grant: other },
          { op: 'create', grant: publishing },
        ],
        409,
        'grant-duplicate',
        '/operations/1/grant',
      ],
      [
        [
          { op: 'create', grant: other },
          { op: 'create', grant: other },
        ],
        422,
        'rule-violated',
        '/operations/1/grant',
      ],
      [
        [
          { op: 'delete', grantId, ifMatch: '*' },
          { op: 'delete', grantId, ifMatch: '*' },
        ],
        422,
        'rule-violated',
        '/operations/1',
      ],
      [
        [
          { op: 'create', grant: other },
          { op: 'replace', grantId, ifMatch: '*', grant: { ...other, subject: 'everyone' } },
        ],
        422,
        'rule-violated',
        '/operations/1/grant/subject',
      ],
      [
        [{ op: 'create', grant: { ...other, expiresAt: iso(now) } }],
        422,
        'rule-violated',
        '/operations/0/grant/expiresAt',
      ],
    ];
    for (const [operations, status, code, pointer] of refused) {
      const answer = await batch(operations);
      expect(answer, JSON.stringify(operations)).toMatchObject({
        status,
        body: { code, errors: [{ pointer }] },
      });
      expect(api.state()).toEqual(before);
    }
  });

  it('names every place that breaks a rule at once', async () => {
    const broken = { ...publishing, topicFilter: '#' };
    const { body } = await batch([
      { op: 'create', grant: broken },
      { op: 'create', grant: publishing },
      { op: 'create', grant: { ...publishing, topicFilter: 'a/+' } },
    ]);
    expect(body.errors).toMatchObject([
      { pointer: '/operations/0/grant/topicFilter', code: 'leading-wildcard' },
      { pointer: '/operations/2/grant/topicFilter', code: 'wildcard-not-expressible' },
    ]);
  });

  it('has a reason of its own, which the audit tells', async () => {
    const { grantId } = await create();
    await api.send('POST /grants/batch', {
      body: { operations: [{ op: 'delete', grantId, ifMatch: '*' }], reason: 'Cleaning up' },
    });
    expect(api.store.audit.at(-1)).toMatchObject({ reason: 'Cleaning up' });
  });

  it('takes 20 operations and no more', async () => {
    const operations = Array.from({ length: 20 }, (_, n) => ({
      op: 'create',
      grant: { ...publishing, topicFilter: `t/${n}` },
    }));
    expect(await batch([...operations, { op: 'create', grant: other }])).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/operations', code: 'too-big' }] },
    });
    const answer = await batch(operations);
    expect([answer.status, answer.body.results?.length]).toEqual([200, 20]);
  });
});

describe('GET /grants', () => {
  it('pages through all in the order of their IDs', async () => {
    for (let n = 0; n < 7; n++) await create({ topicFilter: `t/${n}` });
    const seen: string[] = [];
    let query: Record<string, string> = { limit: '3' };
    for (let pages = 1; ; pages++) {
      const answer = await api.send('GET /grants', { query });
      expect(answer.status).toBe(200);
      const { items, cursor } = GrantList.parse(answer.body);
      seen.push(...items.map(({ grantId }) => grantId));
      if (cursor === undefined) break;
      expect(items.length).toBeLessThanOrEqual(3);
      expect(pages).toBeLessThan(10);
      query = { limit: '3', cursor };
    }
    expect(seen).toEqual([...api.store.grants.keys()].sort());
    expect(new Set(seen).size).toBe(seen.length);
  });

  it.each([
    [{ subject: 'user/u-1' }, ['mine']],
    [{ subject: 'group/none' }, []],
    [{ action: 'subscribe' }, ['news']],
    [{ effect: 'deny' }, ['secret/#']],
    [{ topic: 'secret/a/b' }, ['secret/#']],
    [{ state: 'expired' }, []],
    [{ state: 'applied', action: 'publish', effect: 'allow' }, ['sites/${thingName}/state/#', 'mine']],
    [{ expiresBefore: '2026-06-01T00:00:00Z' }, ['mine']],
    [{ expiresBefore: '2026-02-01T00:00:00+01:00' }, []],
  ])('filters by %j', async (query, filters) => {
    await create();
    await create({ subject: 'user/u-1', topicFilter: 'mine', expiresAt: '2026-03-01T00:00:00Z' });
    await create({ actions: ['subscribe'], topicFilter: 'news' });
    await create({ effect: 'deny', topicFilter: 'secret/#' });
    const { status, body } = await api.send('GET /grants', { query });
    expect([status, GrantList.parse(body).items.map(({ topicFilter }) => topicFilter)]).toEqual([
      200,
      filters,
    ]);
    expect(body).not.toHaveProperty('cursor');
  });
});

describe('whoever is no administrator', () => {
  const routes = [
    'GET /grants',
    'POST /grants',
    'POST /grants/batch',
    'GET /grants/{grantId}',
    'PUT /grants/{grantId}',
    'DELETE /grants/{grantId}',
    'GET /groups',
    'GET /groups/{group}',
    'PUT /groups/{group}',
    'DELETE /groups/{group}',
  ] as const;

  it.each(routes)('is answered 403 by %s, and nothing is read or stored', async (route) => {
    const { grantId } = await create();
    const before = api.state();
    const calls: string[] = [];
    const answer = await api.send(route, {
      path: route.endsWith('{group}')
        ? { group: 'operators' }
        : route.endsWith('{grantId}')
          ? { grantId }
          : {},
      headers: { 'If-Match': '*' },
      body: route.startsWith('P') ? publishing : undefined,
      caller: { userId: userId('u-1'), groups: [group('super-admins'), group('admins,a')] },
      hook: ({ name }, run) => {
        calls.push(name);
        return run();
      },
    });
    expect(answer).toMatchObject({
      status: 403,
      headers: { 'Content-Type': 'application/problem+json' },
      body: {
        code: 'forbidden',
        type: 'urn:iot-attache:problem:forbidden',
        status: 403,
        instance: 'request-1',
      },
    });
    expect(calls).toEqual([]);
    expect(api.state()).toEqual(before);
  });
});
