// Every field of a grant, every way to send it wrong, wherever a grant is sent: a pointer to it, and nothing stored.
import { beforeEach, describe, expect, it } from 'vitest';
import { type Administration, openAdministration, publishing } from './administration.ts';

let api: Administration;

beforeEach(async () => {
  api = await openAdministration();
});

/** Absent, for a member that is left out. */
const absent = Symbol();

type Wrong = readonly [field: string, what: string, value: unknown, pointer: string, code: string];

const wrongTypes = (field: string, values: readonly unknown[]): readonly Wrong[] =>
  values.map((value) => [field, JSON.stringify(value), value, `/${field}`, 'invalid-type']);

/** 400: the schema. */
const malformed: readonly Wrong[] = [
  ['subject', 'nothing', absent, '/subject', 'invalid-type'],
  ...wrongTypes('subject', [null, 7, {}, ['everyone']]),
  ...[
    '',
    'Everyone',
    'everyone ',
    'user',
    'user/',
    'group/',
    'users/a',
    'user/a b',
    'user/*',
    'user/a/b',
    'group/a b',
  ].map((subject): Wrong => ['subject', JSON.stringify(subject), subject, '/subject', 'invalid-format']),
  ['subject', 'a user ID too long', `user/${'u'.repeat(129)}`, '/subject', 'invalid-format'],
  ['subject', 'a group name too long', `group/${'g'.repeat(129)}`, '/subject', 'invalid-format'],

  ...['', 'Allow', 'permit', null, true].map(
    (effect): Wrong => ['effect', JSON.stringify(effect), effect, '/effect', 'invalid-value'],
  ),

  ['actions', 'nothing', absent, '/actions', 'invalid-type'],
  ...wrongTypes('actions', [null, 'publish', {}]),
  ['actions', 'none', [], '/actions', 'too-small'],
  ['actions', 'four', ['publish', 'publish', 'publish', 'publish'], '/actions', 'too-big'],
  ...['', 'Publish', 'connect', 'retain', '*', 'iot:Publish', null].map(
    (action): Wrong => [
      'actions',
      JSON.stringify(action),
      ['publish', action],
      '/actions/1',
      'invalid-value',
    ],
  ),

  ['topicFilter', 'nothing', absent, '/topicFilter', 'invalid-type'],
  ...wrongTypes('topicFilter', [null, 7, ['a']]),
  ['topicFilter', 'a lone surrogate', '\ud800', '/topicFilter', 'text-invalid'],
  ['topicFilter', 'what was invalid UTF-8', 'a/\ufffd', '/topicFilter', 'text-invalid'],

  ...wrongTypes('allowWider', [null, 'true', 1]),

  ...wrongTypes('expiresAt', [null, 1798758000000]),
  ...[
    '',
    'tomorrow',
    '2026-12-31',
    '2026-12-31T23:00:00',
    '2026-02-30T00:00:00Z',
    '10000-01-01T00:00:00Z',
  ].map(
    (expiresAt): Wrong => ['expiresAt', JSON.stringify(expiresAt), expiresAt, '/expiresAt', 'invalid-format'],
  ),
  [
    'expiresAt',
    'a year of five digits by its offset',
    '9999-12-31T23:59:59-01:00',
    '/expiresAt',
    'invalid-format',
  ],

  ...wrongTypes('reason', [null, 7, {}]),
  ['reason', 'an empty one', '', '/reason', 'too-small'],
  ['reason', '257 characters', 'x'.repeat(257), '/reason', 'too-big'],

  ...['grantId', 'version', 'createdBy', 'status', 'identityId', 'policyName', 'Subject', '', 'a/b'].map(
    (member): Wrong => [
      member,
      'an unknown member',
      'x',
      `/${member.replaceAll('/', '~1')}`,
      'member-unknown',
    ],
  ),
];

/** 422: the rules of the domain. */
const violating: readonly Wrong[] = [
  ...(
    [
      ['', 'empty-filter'],
      ['a//b', 'empty-level'],
      ['/a', 'empty-level'],
      ['#', 'leading-wildcard'],
      ['+/a', 'leading-wildcard'],
      ['a/#/b', 'misplaced-wildcard'],
      ['a/b+', 'misplaced-wildcard'],
      ['a/*', 'reserved-character'],
      ['a/?', 'reserved-character'],
      ['a/\u0001', 'control-character'],
      ['a/${clientId}', 'unknown-variable'],
      ['a/x${identityId}', 'variable-not-whole-level'],
      ['$share/g/a', 'shared-subscription'],
      ['$SYS/a', 'reserved-topic'],
      ['$aws/events/a', 'reserved-topic'],
      ['a/b/c/d/e/f/g/h/i', 'too-many-levels'],
      ['x'.repeat(257), 'filter-too-long'],
      [`${'x'.repeat(220)}/\${identityId}`, 'filter-too-long'],
      ['a/+', 'wildcard-not-expressible'],
      ['a/${userId}', 'variable-not-for-subject'],
    ] as const
  ).map(
    ([filter, code]): Wrong => [
      'topicFilter',
      JSON.stringify(filter.slice(0, 40)),
      filter,
      '/topicFilter',
      code,
    ],
  ),
  ['expiresAt', 'the past', '2020-01-01T00:00:00Z', '/expiresAt', 'expiry-in-the-past'],
];

const grantWith = (field: string, value: unknown) => {
  const { [field]: _, ...rest } = publishing as Readonly<Record<string, unknown>>;
  return value === absent ? rest : { ...rest, [field]: value };
};

/** Where a grant is sent, and what its pointers begin with there. */
const places = {
  'POST /grants': '',
  'PUT /grants/{grantId}': '',
  'POST /grants/batch': '/operations/1/grant',
} as const;

const sendIn = async (route: keyof typeof places, grant: unknown, grantId: string) => {
  if (route === 'POST /grants') return api.send(route, { body: grant });
  if (route === 'PUT /grants/{grantId}') {
    return api.send(route, { path: { grantId }, headers: { 'If-Match': '*' }, body: grant });
  }
  const first = { op: 'create', grant: { ...publishing, topicFilter: 'another' } };
  return api.send(route, { body: { operations: [first, { op: 'create', grant }] } });
};

describe.each(Object.entries(places))('%s', (name, prefix) => {
  const route = name as keyof typeof places;

  it.each([
    ...malformed.map((row) => [...row, 400] as const),
    ...violating.map((row) => [...row, 422] as const),
  ])('refuses %s with %s', async (field, _what, value, pointer, code, status) => {
    const { body: existing } = await api.send('POST /grants', {
      body: { ...publishing, topicFilter: 'there' },
    });
    const before = api.state();
    const answer = await sendIn(route, grantWith(field, value), existing.grantId);
    expect(answer).toMatchObject({ status, headers: { 'Content-Type': 'application/problem+json' } });
    expect(answer.body.errors).toEqual([
      { pointer: prefix + pointer, code, detail: expect.stringMatching(/\.$/) },
    ]);
    expect(answer.body.detail).not.toContain('Invalid input');
    expect(api.state()).toEqual(before);
  });

  it.each([
    ['reason', 'x'.repeat(256)],
    ['reason', '値'.repeat(256)],
    ['subject', `group/${'g'.repeat(128)}`],
    ['topicFilter', 'x'.repeat(256)],
    ['topicFilter', 'a/b/c/d/e/f/g/#'],
    ['topicFilter', '$aws/things/${thingName}/shadow/update'],
    ['expiresAt', '9999-12-31T23:59:59Z'],
    ['actions', ['receive', 'subscribe', 'publish']],
    ['actions', ['publish', 'publish']],
  ])('takes the longest %s', async (field, value) => {
    const subject = field === 'subject' ? value : publishing.subject;
    const { body: existing } = await api.send('POST /grants', {
      body: { ...publishing, subject, topicFilter: 'there' },
    });
    const answer = await sendIn(route, grantWith(field, value), existing.grantId);
    expect([answer.status, answer.body.errors]).toEqual([route === 'POST /grants' ? 201 : 200, undefined]);
  });
});

describe('a batch is refused', () => {
  const grant = publishing;
  it.each([
    ['without operations', {}, '/operations', 'invalid-type'],
    ['with none', { operations: [] }, '/operations', 'too-small'],
    ['with null', { operations: null }, '/operations', 'invalid-type'],
    ['with an object of them', { operations: { 0: { op: 'create', grant } } }, '/operations', 'invalid-type'],
    ['with null for one', { operations: [null] }, '/operations/0', 'invalid-type'],
    ['with a text for one', { operations: ['create'] }, '/operations/0', 'invalid-type'],
    ['without op', { operations: [{ grant }] }, '/operations/0/op', 'invalid-value'],
    ['with an unknown op', { operations: [{ op: 'update', grant }] }, '/operations/0/op', 'invalid-value'],
    ['with null for op', { operations: [{ op: null, grant }] }, '/operations/0/op', 'invalid-value'],
    ['without the grant to make', { operations: [{ op: 'create' }] }, '/operations/0/grant', 'invalid-type'],
    [
      'with an ID for the grant to make',
      { operations: [{ op: 'create', grantId: 'a', grant }] },
      '/operations/0/grantId',
      'member-unknown',
    ],
    [
      'without the ID to replace',
      { operations: [{ op: 'replace', ifMatch: '*', grant }] },
      '/operations/0/grantId',
      'invalid-type',
    ],
    [
      'without the ID to delete',
      { operations: [{ op: 'delete', ifMatch: '*' }] },
      '/operations/0/grantId',
      'invalid-type',
    ],
    [
      'with an ID that is none',
      { operations: [{ op: 'delete', grantId: 'a/b', ifMatch: '*' }] },
      '/operations/0/grantId',
      'invalid-format',
    ],
    [
      'with an ID too long',
      { operations: [{ op: 'delete', grantId: 'a'.repeat(65), ifMatch: '*' }] },
      '/operations/0/grantId',
      'invalid-format',
    ],
    [
      'with a grant to delete',
      { operations: [{ op: 'delete', grantId: 'a', ifMatch: '*', grant }] },
      '/operations/0/grant',
      'member-unknown',
    ],
    [
      'with a version for an ETag',
      { operations: [{ op: 'delete', grantId: 'a', ifMatch: 1 }] },
      '/operations/0/ifMatch',
      'invalid-type',
    ],
    [
      'with an ETag without quotes',
      { operations: [{ op: 'delete', grantId: 'a', ifMatch: '1' }] },
      '/operations/0/ifMatch',
      'invalid-format',
    ],
    [
      'with null for an ETag',
      { operations: [{ op: 'delete', grantId: 'a', ifMatch: null }] },
      '/operations/0/ifMatch',
      'invalid-type',
    ],
    [
      'with a reason too long',
      { operations: [{ op: 'create', grant }], reason: 'x'.repeat(257) },
      '/reason',
      'too-big',
    ],
    [
      'with an unknown member',
      { operations: [{ op: 'create', grant }], atomic: false },
      '/atomic',
      'member-unknown',
    ],
    ['that is an array', [{ op: 'create', grant }], '', 'invalid-type'],
  ])('%s', async (_what, body, pointer, code) => {
    const answer = await api.send('POST /grants/batch', { body });
    expect(answer).toMatchObject({ status: 400, body: { code: 'request-invalid' } });
    expect(answer.body.errors).toEqual([{ pointer, code, detail: expect.stringMatching(/\.$/) }]);
    expect([api.store.grants.size, api.store.audit.length]).toEqual([0, 0]);
  });
});

describe('a query is refused', () => {
  const grant = { path: { grantId: 'a' }, headers: { 'If-Match': '*' } };
  it.each([
    ['GET /grants', { subject: 'operators' }, 'subject', 'invalid-format'],
    ['GET /grants', { subject: '' }, 'subject', 'invalid-format'],
    ['GET /grants', { subject: ['everyone', 'user/a'] }, 'subject', 'parameter-repeated'],
    ['GET /grants', { action: 'retain' }, 'action', 'invalid-value'],
    ['GET /grants', { topic: 'a/#' }, 'topic', 'invalid-format'],
    ['GET /grants', { topic: '' }, 'topic', 'invalid-format'],
    ['GET /grants', { topic: 'a/\ufffd' }, 'topic', 'text-invalid'],
    ['GET /grants', { topic: 'x'.repeat(257) }, 'topic', 'invalid-format'],
    ['GET /grants', { effect: 'ALLOW' }, 'effect', 'invalid-value'],
    ['GET /grants', { state: 'active' }, 'state', 'invalid-value'],
    ['GET /grants', { expiresBefore: '2026' }, 'expiresBefore', 'invalid-format'],
    ['GET /grants', { limit: '0' }, 'limit', 'invalid-format'],
    ['GET /grants', { limit: '201' }, 'limit', 'invalid-format'],
    ['GET /grants', { limit: '1e1' }, 'limit', 'invalid-format'],
    ['GET /grants', { limit: ['1', '1'] }, 'limit', 'parameter-repeated'],
    ['GET /grants', { cursor: 'garbage' }, 'cursor', 'invalid-format'],
    ['GET /grants', { cursor: '' }, 'cursor', 'invalid-format'],
    ['GET /grants', { page: '2' }, 'page', 'member-unknown'],
    ['GET /groups', { limit: '-1' }, 'limit', 'invalid-format'],
    ['GET /groups', { cursor: 'AAAA' }, 'cursor', 'invalid-format'],
    ['GET /groups', { state: 'applied' }, 'state', 'member-unknown'],
    ['POST /grants', { dryRun: '1' }, 'dryRun', 'invalid-value'],
    ['POST /grants', { dryRun: 'TRUE' }, 'dryRun', 'invalid-value'],
    ['POST /grants', { dryRun: '' }, 'dryRun', 'invalid-value'],
    ['POST /grants', { dryRun: ['true', 'false'] }, 'dryRun', 'parameter-repeated'],
    ['POST /grants', { dryrun: 'true' }, 'dryrun', 'member-unknown'],
    ['POST /grants', { disconnect: 'true' }, 'disconnect', 'member-unknown'],
    ['GET /grants/{grantId}', { fields: 'status' }, 'fields', 'member-unknown'],
    ['DELETE /grants/{grantId}', { disconnect: 'yes' }, 'disconnect', 'invalid-value'],
    ['DELETE /grants/{grantId}', { reason: '' }, 'reason', 'too-small'],
    ['DELETE /grants/{grantId}', { reason: 'x'.repeat(257) }, 'reason', 'too-big'],
  ])('by %s with %j', async (route, query, name, code) => {
    const body = route.startsWith('POST') ? publishing : undefined;
    const path = route.endsWith('}') ? grant : {};
    const answer = await api.send(route as 'GET /grants', { ...path, query: query as never, body });
    expect(answer).toMatchObject({ status: 400, body: { code: 'request-invalid' } });
    expect(answer.body.errors).toEqual([
      { pointer: `/query/${name}`, code, detail: expect.stringMatching(/\.$/) },
    ]);
    expect([api.store.grants.size, api.store.audit.length]).toEqual([0, 0]);
  });
});

describe('a request is refused', () => {
  it.each([
    [
      'with another media type',
      { headers: { 'Content-Type': 'text/plain' }, body: '{}' },
      415,
      'media-type-unsupported',
    ],
    ['with no JSON', { body: '{"subject":' }, 400, 'request-invalid'],
    ['over 64 KiB', { body: { ...publishing, reason: 'x'.repeat(65_536) } }, 413, 'body-too-large'],
    ['without a body', {}, 400, 'request-invalid'],
  ])('%s', async (_what, given, status, code) => {
    expect(await api.send('POST /grants', given)).toMatchObject({ status, body: { code } });
    expect(api.store.grants.size).toBe(0);
  });

  it.each([
    'PUT /grants',
    'DELETE /grants',
    'GET /grants/batch',
    'POST /groups',
    'POST /grants/{grantId}',
    'POST /groups/{group}',
  ] as const)('by a method that is not there: %s', async (route) => {
    const answer = await api.send(route, { path: { grantId: 'a', group: 'a' } });
    expect(answer).toMatchObject({ status: 405, body: { code: 'method-not-allowed' } });
    expect(answer.headers['Allow']).toMatch(/GET|POST/);
  });

  it('for a grant ID that cannot be one', async () => {
    for (const grantId of ['a b', 'a/b', 'ä', 'x'.repeat(65)]) {
      expect(await api.send('GET /grants/{grantId}', { path: { grantId } })).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: '/path/grantId', code: 'invalid-format' }] },
      });
    }
  });
});
