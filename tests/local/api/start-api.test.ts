import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gatewayResponses } from '../../../infra/gateway-responses.ts';
import type { LocalApi } from '../../../local/api/start-api.ts';
import { idToken, startUserPoolKeys, tokenOfStranger } from '../iot/user-pool-keys.ts';
import { Echo, reply, startEcho } from './echo-api.ts';

describe('the local API', () => {
  let keys: Awaited<ReturnType<typeof startUserPoolKeys>>;
  let api: LocalApi;
  beforeAll(async () => {
    keys = await startUserPoolKeys();
    api = await startEcho(keys);
  }, 60_000);
  afterAll(async () => {
    await api?.close();
    await keys?.close();
  });

  const call = (path: string, init: RequestInit = {}) => fetch(`${api.url}${path}`, init);
  const echoOf = async (path: string, init: RequestInit = {}) =>
    Echo.parse(await (await call(path, init)).json());
  const signedIn = { authorization: idToken('alice') };

  describe('hands a function', () => {
    it('the request as API Gateway does', async () => {
      const { event } = await echoOf('/things/a%2Fb%20c?limit=2&tag=x%26y', {
        method: 'DELETE',
        headers: { ...signedIn, 'X-Mixed-Case': 'kept' },
      });
      expect(event).toMatchObject({
        httpMethod: 'DELETE',
        resource: '/things/{thingId}',
        pathParameters: { thingId: 'a/b c' },
        queryStringParameters: { limit: '2', tag: 'x&y' },
        body: null,
        headers: { authorization: signedIn.authorization },
        requestContext: {
          requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          authorizer: { claims: { sub: 'alice' } },
        },
      });
    });

    it.each([
      ['an object', '{ "a": 1 }', '{ "a": 1 }'],
      ['a string', '"a"', '"a"'],
      ['null', 'null', 'null'],
      ['false', 'false', 'false'],
      ['no JSON', '{', '{'],
      ['nothing', '', null],
      ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0x22]), '"\ufffd"'],
    ])('a body as it was sent: %s', async (_, body, expected) => {
      for (const type of [
        'application/json',
        'text/plain',
        'not a type',
        'multipart/form-data; boundary=x',
      ]) {
        const { event } = await echoOf('/open', { method: 'POST', headers: { 'content-type': type }, body });
        expect([event.body, event.headers['content-type']]).toEqual([expected, type]);
      }
    });

    it('a request ID of its own each time', async () => {
      const ids = await Promise.all([1, 2].map(async () => (await echoOf('/open')).event.requestContext));
      expect(new Set(ids.map(({ requestId }) => requestId)).size).toBe(2);
    });

    it('the variables declared for it, AWS’s, and the location of the keys', async () => {
      const { env } = await echoOf('/open');
      expect(env).toMatchObject({
        TABLE_NAME: 'things',
        LITERAL: 'as written',
        JWKS_URI: keys.jwksUrl,
        AWS_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: 'local',
        AWS_ENDPOINT_URL_IOT: 'http://127.0.0.1:1',
        AWS_LAMBDA_FUNCTION_NAME: 'echo-local-echo',
      });
      for (const name of ['UNDECLARED', 'USER_POOL_ID', 'HOME', 'PATH']) expect(env).not.toHaveProperty(name);
    });

    it('no authorizer’s word that a client has made up', async () => {
      const { event } = await echoOf('/open', {
        headers: { 'sls-offline-authorizer-override': '{"claims":{"sub":"admin"}}' },
      });
      expect(JSON.stringify(event)).not.toContain('admin');
    });
  });

  describe('asks for an ID token of the user pool', () => {
    const issuer = 'https://cognito-idp.us-east-1.amazonaws.com';
    const seconds = Math.floor(Date.now() / 1000);
    it.each([
      ['without one', {}],
      ['with something else', { authorization: 'Basic YTpi' }],
      [
        'with one that nobody signed',
        { authorization: `${idToken('alice').split('.').slice(0, 2).join('.')}.` },
      ],
      ['with one of another key', { authorization: tokenOfStranger('alice') }],
      ['with an expired one', { authorization: idToken('alice', { exp: seconds - 1 }) }],
      ['with one of another pool', { authorization: idToken('alice', { iss: `${issuer}/us-east-1_Other` }) }],
      ['with an access token', { authorization: idToken('alice', { token_use: 'access' }) }],
    ])('%s it answers 401 as deployed', async (_, headers) => {
      const response = await call('/things', { headers });
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      expect(response.headers.get('content-type')).toBe('application/problem+json');
      expect([response.status, await response.json()]).toEqual([401, deployedBody('UNAUTHORIZED', response)]);
    });

    it.each([
      ['as it is', ''],
      ['with its scheme', 'Bearer '],
    ])('and takes it %s', async (_, scheme) => {
      const response = await call('/things', { headers: { authorization: `${scheme}${idToken('alice')}` } });
      expect(response.status).toBe(200);
    });

    it('whatever its audience: the functions check that', async () => {
      const response = await call('/things', {
        headers: { authorization: idToken('alice', { aud: 'other' }) },
      });
      expect(response.status).toBe(200);
    });
  });

  describe('answers itself', () => {
    it.each([
      ['an unknown path', 'GET', '/nothing'],
      ['a path below a known one', 'GET', '/open/more'],
      ['a path with a slash too many', 'GET', '/open/'],
      ['an empty parameter', 'DELETE', '/things/'],
      ['the root', 'GET', '/'],
      ['a method that the path does not have', 'PUT', '/things'],
      ['a preflight of an unknown path', 'OPTIONS', '/nothing'],
      ['a method that only a path with a parameter has', 'DELETE', '/things/new'],
    ])('404 to %s', async (_, method, path) => {
      const response = await call(path, { method, headers: signedIn });
      expect([response.status, await response.json()]).toEqual([
        404,
        deployedBody('MISSING_AUTHENTICATION_TOKEN', response),
      ]);
    });

    it('nothing where a path takes any method', async () => {
      expect((await echoOf('/open', { method: 'PATCH' })).event).toMatchObject({ httpMethod: 'PATCH' });
    });

    it.each(['POST', 'DELETE', 'PUT'])(
      'nothing where a literal path takes any method: %s',
      async (method) => {
        const { event } = await echoOf('/things/all', { method, headers: signedIn });
        expect(event).toMatchObject({ httpMethod: method, resource: '/things/all', pathParameters: null });
      },
    );

    it.each(['/things/%', '/%zz', '/things/%ff', '/%c3%28'])('400 to the path %s', async (path) => {
      const response = await call(path, { method: 'DELETE', headers: signedIn });
      expect([response.status, await response.json()]).toEqual([
        400,
        deployedBody('BAD_REQUEST_PARAMETERS', response),
      ]);
    });

    it.each(['/things/..', '/things/%2e%2e', '/things/%2E', '/./things', '/open/../things'])(
      '400 to the path %s, which a web server would take for another',
      async (path) => {
        const answer = await rawAnswer(
          api.url,
          `DELETE ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
        );
        expect(answer).toMatch(/^HTTP\/1.1 400 /);
        expect(answer).toContain('x-amzn-ErrorType: BAD_REQUEST_PARAMETERS');
      },
    );

    it.each([
      ['takes 10 MiB', 10 * 1024 * 1024, 200],
      ['refuses a byte more', 10 * 1024 * 1024 + 1, 413],
    ])('%s', async (_, bytes, status) => {
      const response = await call('/open', { method: 'POST', body: Buffer.alloc(bytes, ' ') });
      expect(response.status).toBe(status);
      if (status === 413) expect(await response.json()).toEqual(deployedBody('REQUEST_TOO_LARGE', response));
      else await response.arrayBuffer();
    });

    it.each([
      [
        '413 to too many headers',
        `GET /open HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(11_000)}\r\n\r\n`,
        413,
      ],
      ['400 to what is no HTTP', 'HELLO\r\n\r\n', 400],
    ])('%s', async (_, request, status) => {
      const answer = await rawAnswer(api.url, request);
      expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      expect(answer).toContain('application/problem+json');
      expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({ status });
    });

    it.each([
      ['throws', 'throw'],
      ['answers what is no answer', 'nonsense'],
      ['does not answer in its time', 'hang'],
    ] as const)('503 when the function %s', async (_, fault) => {
      const response = await call('/open', { headers: reply({ fault }) });
      const body = await response.text();
      expect(body).not.toContain('secret');
      expect(response.headers.get('retry-after')).toBe('5');
      expect([response.status, JSON.parse(body)]).toEqual([
        503,
        deployedBody('INTEGRATION_FAILURE', response),
      ]);
    });

    it.each([
      ['of the app', 'https://app.example', 'https://app.example'],
      ['of the other app', 'https://other.example', 'https://other.example'],
      ['of nobody known', 'https://evil.example', 'https://app.example'],
    ])('a preflight %s', async (_, origin, allowed) => {
      const response = await call('/things', {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST' },
      });
      expect(response.status).toBe(200);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'access-control-allow-origin': allowed,
        'access-control-allow-methods': 'OPTIONS,GET,POST',
        'access-control-allow-headers': 'Authorization,Content-Type',
        'access-control-max-age': '600',
      });
      expect(response.headers.has('access-control-allow-credentials')).toBe(false);
    });
  });

  it.each([
    ['not that others are told of in 405', '/open', 'OPTIONS,GET,POST'],
    ['not those of a path with a parameter', '/things/new', 'OPTIONS,POST'],
  ])('names the methods of a path to a preflight, %s', async (_, path, methods) => {
    const response = await call(path, { method: 'OPTIONS' });
    expect(response.headers.get('access-control-allow-methods')).toBe(methods);
  });

  describe('passes on a function’s answer', () => {
    it('with its headers, and none of the web server’s behind it', async () => {
      const response = await call('/open', {
        headers: {
          origin: 'https://app.example',
          'accept-encoding': 'gzip',
          ...reply({
            status: 201,
            headers: { ETag: '"3"', 'Cache-Control': 'no-store', Location: '/things/1' },
          }),
        },
      });
      await response.arrayBuffer();
      const {
        date: _,
        'content-length': __,
        connection: ___,
        'keep-alive': ____,
        ...headers
      } = Object.fromEntries(response.headers);
      expect([response.status, headers]).toEqual([
        201,
        {
          'content-type': 'application/json',
          etag: '"3"',
          'cache-control': 'no-store',
          location: '/things/1',
        },
      ]);
    });

    it('with the CORS headers that it gave, and no others', async () => {
      const response = await call('/open', {
        headers: {
          origin: 'https://app.example',
          ...reply({ headers: { 'Access-Control-Allow-Origin': 'https://app.example', Vary: 'Origin' } }),
        },
      });
      expect(response.headers.get('access-control-allow-origin')).toBe('https://app.example');
      expect(response.headers.get('vary')).toBe('Origin');
      expect(response.headers.has('access-control-allow-credentials')).toBe(false);
    });

    it('without a word on caching or compression, where it has none', async () => {
      const response = await call('/open', { headers: { 'accept-encoding': 'gzip' } });
      await response.arrayBuffer();
      for (const name of ['cache-control', 'accept-ranges', 'content-encoding', 'vary']) {
        expect(response.headers.has(name)).toBe(false);
      }
    });

    it('even where a web server would answer 304', async () => {
      const response = await call('/open', {
        headers: { 'if-none-match': '"3"', ...reply({ headers: { ETag: '"3"' } }) },
      });
      expect(response.status).toBe(200);
    });

    it('without content', async () => {
      const response = await call('/open', { headers: reply({ status: 204 }) });
      expect([response.status, await response.text()]).toEqual([204, '']);
    });

    it('when it is an error of its own', async () => {
      const response = await call('/open', {
        headers: reply({ status: 503, headers: { 'Content-Type': 'application/problem+json' } }),
      });
      expect([response.status, response.headers.get('content-type')]).toEqual([
        503,
        'application/problem+json',
      ]);
      expect(Echo.safeParse(await response.json()).success).toBe(true);
    });
  });

  it('lets functions be invoked by name', async () => {
    const response = await fetch(`${api.lambdaUrl}/2015-03-31/functions/echo-local-echo/invocations`, {
      method: 'POST',
      body: JSON.stringify({ headers: {}, greeting: 'from a trigger' }),
    });
    expect(JSON.stringify(await response.json())).toContain('from a trigger');
  });
});

/** The body of infra's gateway response, for the request that was answered. */
const deployedBody = (type: string, response: Response): unknown => {
  const found = Object.values(gatewayResponses([])).find(
    ({ Properties }) => Properties.ResponseType === type,
  );
  const template = found?.Properties.ResponseTemplates['application/json'] ?? '';
  return JSON.parse(template.replace('$context.requestId', response.headers.get('x-amzn-requestid') ?? ''));
};

const rawAnswer = (url: string, request: string): Promise<string> => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.end(request);
  return text(socket);
};
