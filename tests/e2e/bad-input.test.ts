// What is malformed, oversized or against a rule is answered with a problem that says where, and stores nothing.
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { signIn } from '../../local/app.ts';
import { callsDuring } from './api.ts';
import { storedAbout } from './stored.ts';

const stack = inject('stack');
const mark = randomUUID();
const subject = `group/bad-${mark}`;

let token: string;
beforeAll(async () => {
  const admin = stack.users.find(({ groups }) => groups.includes('admins'));
  token = admin ? (await signIn(stack, admin)).idToken : '';
});

type Sent = {
  readonly route: `${string} /${string}`;
  /** Bytes as they are; anything else becomes JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

const send = async ({ route, body, headers }: Sent) => {
  const [method = '', path = ''] = route.split(' ');
  const response = await fetch(`${stack.apiUrl}${path}`, {
    method,
    headers: { Authorization: token, 'Content-Type': 'application/json', ...headers },
    ...(body !== undefined && { body: body instanceof Uint8Array ? body : JSON.stringify(body) }),
  });
  const answer = await response.text();
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: JSON.parse(answer),
  };
};

const refused = async (sent: Sent, expected: { status: number; code: string; pointer?: string }) => {
  const { status, code, pointer } = expected;
  const before = await storedAbout(stack, [mark]);
  const calls = await callsDuring(stack, async () => {
    expect(await send(sent)).toMatchObject({
      status,
      type: 'application/problem+json',
      body: {
        type: `urn:iot-attache:problem:${code}`,
        status,
        code,
        detail: expect.stringMatching(/\w+.*\.$/),
        instance: expect.stringMatching(/^[0-9a-f-]{36}$/),
        ...(pointer !== undefined && {
          errors: expect.arrayContaining([{ pointer, code: expect.any(String), detail: expect.any(String) }]),
        }),
      },
    });
  }, [mark]);
  expect(calls).toEqual([]);
  expect(await storedAbout(stack, [mark])).toEqual(before);
};

const grant = { subject, actions: ['publish'], topicFilter: `t/${mark}` };
const question = {
  subject: { type: 'user', id: mark },
  action: { name: 'publish' },
  resource: { type: 'topic', id: `t/${mark}` },
};

const writing: readonly (readonly [route: `${string} /${string}`, body: object])[] = [
  ['POST /grants', grant],
  ['POST /grants/batch', { operations: [{ op: 'create', grant }] }],
  ['PUT /grants/01J', grant],
  [`PUT /groups/bad-${mark}`, { description: mark }],
  ['POST /access/v1/evaluation', question],
  ['POST /access/v1/evaluations', { evaluations: [question] }],
  ['POST /access/v1/search/subject', { ...question, subject: { type: 'user' } }],
];

describe.each(writing)('%s', (route, body) => {
  const ifMatch = { 'If-Match': '*' };
  const json = JSON.stringify(body);

  it.each([
    ['no JSON', Buffer.from(json.slice(0, -1))],
    ['two JSON texts', Buffer.from(json + json)],
    ['bytes that are no UTF-8', Buffer.from(json.replace(mark, '\xff\xfe'), 'latin1')],
    ['half a character', Buffer.from(json.replace(mark, `${mark}\\ud800`))],
    ['an array', Buffer.from('[]')],
    ['a string', Buffer.from('"text"')],
    ['null', Buffer.from('null')],
  ])('refuses %s', async (_what, bytes) => {
    await refused({ route, body: bytes, headers: ifMatch }, { status: 400, code: 'request-invalid' });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=latin1', ''])(
    'refuses the content type “%s”',
    async (type) => {
      await refused(
        { route, body, headers: { ...ifMatch, 'Content-Type': type } },
        { status: 415, code: 'media-type-unsupported' },
      );
    },
  );

  it('refuses more than 64 KiB, whatever is in it', async () => {
    const padded = Buffer.from(`${json}${' '.repeat(64 * 1024 + 1 - json.length)}`);
    await refused({ route, body: padded, headers: ifMatch }, { status: 413, code: 'body-too-large' });
  });
});

describe('a body', () => {
  const operations = (...list: readonly unknown[]) => ({ operations: list });
  const create = { op: 'create', grant };
  it.each([
    ['POST /grants', { ...grant, policies: ['AdministratorAccess'] }, '/policies'],
    ['POST /grants', { ...grant, grantId: '01J' }, '/grantId'],
    ['POST /grants', { ...grant, createdBy: 'somebody' }, '/createdBy'],
    ['POST /grants', { ...grant, 'a/b~c': 1 }, '/a~1b~0c'],
    ['POST /grants', Buffer.from(`{"__proto__":{},${JSON.stringify(grant).slice(1)}`), '/__proto__'],
    ['POST /grants', { ...grant, subject: undefined }, '/subject'],
    ['POST /grants', { ...grant, subject: 'group/admins ' }, '/subject'],
    ['POST /grants', { ...grant, subject: `group/${'x'.repeat(129)}` }, '/subject'],
    ['POST /grants', { ...grant, subject: 'group/' }, '/subject'],
    ['POST /grants', { ...grant, subject: `user/${mark}/more` }, '/subject'],
    ['POST /grants', { ...grant, subject: 'user/*' }, '/subject'],
    ['POST /grants', { ...grant, subject: 'Everyone' }, '/subject'],
    ['POST /grants', { ...grant, subject: [subject] }, '/subject'],
    ['POST /grants', { ...grant, effect: 'ALLOW' }, '/effect'],
    ['POST /grants', { ...grant, actions: [] }, '/actions'],
    ['POST /grants', { ...grant, actions: 'publish' }, '/actions'],
    ['POST /grants', { ...grant, actions: ['publish', 'iot:*'] }, '/actions/1'],
    ['POST /grants', { ...grant, topicFilter: 7 }, '/topicFilter'],
    ['POST /grants', { ...grant, allowWider: 'true' }, '/allowWider'],
    ['POST /grants', { ...grant, expiresAt: 'tomorrow' }, '/expiresAt'],
    ['POST /grants', { ...grant, expiresAt: 1_900_000_000 }, '/expiresAt'],
    ['POST /grants', { ...grant, expiresAt: '2027-02-30T00:00:00Z' }, '/expiresAt'],
    ['POST /grants', { ...grant, reason: '' }, '/reason'],
    ['POST /grants', { ...grant, reason: 'x'.repeat(257) }, '/reason'],
    ['PUT /grants/01J', { ...grant, version: 3 }, '/version'],
    ['POST /grants/batch', {}, '/operations'],
    ['POST /grants/batch', operations(), '/operations'],
    ['POST /grants/batch', operations(...Array.from({ length: 21 }, () => create)), '/operations'],
    ['POST /grants/batch', operations({ ...create, op: 'upsert' }), '/operations/0/op'],
    ['POST /grants/batch', operations(create, { op: 'delete' }), '/operations/1/grantId'],
    ['POST /grants/batch', operations({ ...create, grantId: 'mine' }), '/operations/0/grantId'],
    ['POST /grants/batch', operations({ op: 'create', grant: { ...grant, x: 1 } }), '/operations/0/grant/x'],
    ['POST /grants/batch', operations({ op: 'delete', grantId: '01J', ifMatch: 3 }), '/operations/0/ifMatch'],
    [`PUT /groups/bad-${mark}`, { documents: 4 }, '/documents'],
    [`PUT /groups/bad-${mark}`, { documents: 1.5 }, '/documents'],
    [`PUT /groups/bad-${mark}`, { description: 'x'.repeat(257) }, '/description'],
    [`PUT /groups/bad-${mark}`, { members: ['me'] }, '/members'],
    ['POST /access/v1/evaluation', { ...question, subject: { type: 'user' } }, '/subject/id'],
    ['POST /access/v1/evaluation', { ...question, action: 'publish' }, '/action'],
    ['POST /access/v1/evaluation', { ...question, context: { deviceId: 'a/b' } }, '/context/deviceId'],
    ['POST /access/v1/evaluations', { evaluations: {} }, '/evaluations'],
    [
      'POST /access/v1/evaluations',
      { evaluations: Array.from({ length: 51 }, () => question) },
      '/evaluations',
    ],
    ['POST /access/v1/search/subject', { ...question, page: { limit: -1 } }, '/page/limit'],
    ['POST /access/v1/search/subject', { ...question, page: { token: 'garbage' } }, '/page/token'],
  ] as const)('of %s that is wrong somewhere is refused with the place: %j', async (route, body, pointer) => {
    await refused(
      { route, body, headers: { 'If-Match': '*' } },
      { status: 400, code: 'request-invalid', pointer },
    );
  });

  it('that is nested deeper than anything needs is refused like any other', async () => {
    const deep = (open: string, close: string) =>
      Buffer.from(`{"subject":${open.repeat(15_000)}1${close.repeat(15_000)}}`);
    for (const body of [deep('[', ']'), deep('{"":', '}').subarray(0, 64_000)]) {
      await refused({ route: 'POST /grants', body }, { status: 400, code: 'request-invalid' });
    }
  });

  it('of a question may hold what is not known here', async () => {
    const body = { ...question, subject: { ...question.subject, properties: { role: 'x' } }, unknown: true };
    expect(await send({ route: 'POST /access/v1/evaluation', body })).toMatchObject({
      status: 200,
      body: { decision: false, context: { reason: 'unregistered' } },
    });
  });
});

describe('a topic filter', () => {
  it.each([
    '*',
    'a/*',
    'a/b*',
    'a/?',
    '$',
    '$SYS/#',
    '$aws/things/+/shadow/#',
    '$share/g/a/b',
    'a/$b',
    'a/${iot:ClientId}',
    'a/${aws:username}',
    'a/${*}',
    'a/$(*)',
    'a/${identityId',
    'a/x${identityId}',
    'a/${userId}',
    'a/{b}',
    'a","Effect":"Allow","Resource":"*',
    'a/\u0000',
    'a/\u001f',
    'a/\u007f',
    '',
    'a//b',
    '/a',
    'a/',
    'a/#/b',
    'a/b#',
    'a/+b',
    '+/a',
    '#',
    'a/+/b',
    '1/2/3/4/5/6/7/8/9',
    `a/${'x'.repeat(255)}`,
    `\${identityId}/${'x'.repeat(220)}`,
  ])('is refused where it could say something else to AWS: %j', async (topicFilter) => {
    await refused(
      { route: 'POST /grants', body: { ...grant, topicFilter } },
      { status: 422, code: 'rule-violated', pointer: '/topicFilter' },
    );
  });
});

describe('a query', () => {
  it.each([
    ['/grants?limit=0', '/query/limit'],
    ['/grants?limit=201', '/query/limit'],
    ['/grants?limit=1e2', '/query/limit'],
    ['/grants?limit=', '/query/limit'],
    ['/grants?cursor=garbage', '/query/cursor'],
    ['/grants?cursor=', '/query/cursor'],
    [`/grants?cursor=${'A'.repeat(2000)}`, '/query/cursor'],
    ['/grants?limit=1&limit=1', '/query/limit'],
    ['/grants?subject=everyone&subject=user/a', '/query/subject'],
    ['/grants?Subject=everyone', '/query/Subject'],
    ['/grants?subject=nobody', '/query/subject'],
    ['/grants?topic=a/%2B', '/query/topic'],
    ['/grants?topic=a/%00', '/query/topic'],
    ['/grants?effect=maybe', '/query/effect'],
    ['/grants?action=subscribe%20', '/query/action'],
    ['/grants?state=deleted', '/query/state'],
    ['/grants?expiresBefore=now', '/query/expiresBefore'],
    ['/grants?subject=%EF%BF%BD', '/query/subject'],
    ['/groups?cursor=garbage', '/query/cursor'],
    ['/groups?group=x', '/query/group'],
    ['/audit-events?cursor=garbage', '/query/cursor'],
    ['/audit-events?since=yesterday', '/query/since'],
    ['/audit-events?actor=a%20b', '/query/actor'],
    ['/audit-events?until=2026-01-01', '/query/until'],
    ['/grants/01J?dryRun=true', '/query/dryRun'],
  ])('is refused with the parameter that is wrong: %s', async (path, pointer) => {
    await refused({ route: `GET /${path.slice(1)}` }, { status: 400, code: 'request-invalid', pointer });
  });

  it('is refused with another list’s cursor', async () => {
    const { body } = await send({ route: 'GET /audit-events?limit=1' });
    expect(body.cursor).toEqual(expect.any(String));
    await refused(
      { route: `GET /grants?cursor=${body.cursor}` },
      { status: 400, code: 'request-invalid', pointer: '/query/cursor' },
    );
  });

  it.each(['maybe', '1', 'TRUE', ''])('is no dry run by dryRun=%s, nor a real one', async (flag) => {
    await refused(
      { route: `POST /grants?dryRun=${flag}`, body: grant },
      { status: 400, code: 'request-invalid', pointer: '/query/dryRun' },
    );
  });
});

describe('If-Match', () => {
  it.each(['1', 'W/1', '"1', '"1" "2"', '*, "1"', '""1""'])(
    'that is no entity tag is refused: %s',
    async (value) => {
      await refused(
        { route: 'DELETE /grants/01J', headers: { 'If-Match': value } },
        { status: 400, code: 'request-invalid', pointer: '/headers/if-match' },
      );
    },
  );
});

describe('a path', () => {
  it.each([
    ['/grants/a%2Fb', '/path/grantId'],
    ['/grants/..%2Fgroups', '/path/grantId'],
    ['/grants/a%20b', '/path/grantId'],
    ['/grants/%00', '/path/grantId'],
    [`/grants/${'x'.repeat(65)}`, '/path/grantId'],
    ['/groups/admins%20', '/path/group'],
    ['/groups/%00', '/path/group'],
    ['/groups/a%0Ab', '/path/group'],
    ['/groups/%EF%BF%BD', '/path/group'],
    [`/groups/${'x'.repeat(129)}`, '/path/group'],
  ])('with what is no name is refused: %s', async (path, pointer) => {
    for (const method of ['GET', 'DELETE']) {
      await refused(
        { route: `${method} /${path.slice(1)}`, headers: { 'If-Match': '*' } },
        { status: 400, code: 'request-invalid', pointer },
      );
    }
  });

  it.each(['/groups/%', '/groups/%ff', '/groups/%c3%28', '/grants/%zz'])(
    'that is no percent-encoded UTF-8 is refused: %s',
    async (path) => {
      await refused({ route: `GET /${path.slice(1)}` }, { status: 400, code: 'request-invalid' });
    },
  );

  it('names a group as Cognito may have it, decoded once', async () => {
    for (const name of [`50%25-${mark}`, `a/b#${mark}`, `größe+${mark}`]) {
      const path = `/groups/${encodeURIComponent(name)}` as const;
      const put = await send({ route: `PUT ${path}`, body: {} });
      expect([put.status, put.body.group]).toEqual([201, name]);
      expect((await send({ route: `GET ${path}` })).body).toMatchObject({ group: name });
      expect((await send({ route: `DELETE ${path}` })).status).toBe(202);
    }
  });

  it('cannot lead elsewhere by dots or slashes', async () => {
    const { host, hostname, port } = new URL(stack.apiUrl);
    for (const path of ['/grants/../groups', '/grants/%2e', '/groups/%2E%2e', '//grants', '/grants/']) {
      const socket = connect(Number(port), hostname);
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: ${token}\r\nConnection: close\r\n\r\n`,
      );
      const answer = await text(socket);
      expect(answer, path).toMatch(/^HTTP\/1\.1 4(?:00|04) /);
      expect(answer, path).toContain('application/problem+json');
    }
  });
});
