import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { ok, refuse } from '../../src/domain/result.ts';
import { callerVerifier } from '../../src/http/caller.ts';
import { endpoint, publicEndpoint, type SignedInEndpoint } from '../../src/http/endpoint.ts';
import { lambda, type Routes } from '../../src/http/lambda.ts';
import { gatewayEvent, lambdaContext } from './gateway-event.ts';
import { clientId, startTokenIssuer, type TokenIssuer, userPoolId } from './token-issuer.ts';

let issuer: TokenIssuer;
let signedIn: SignedInEndpoint;

beforeAll(async () => {
  issuer = await startTokenIssuer();
  signedIn = endpoint(callerVerifier({ userPoolId, clientIds: [clientId], jwksUri: issuer.jwksUri }));
});
afterAll(() => issuer.close());

const corsOrigins = ['https://app.example.com'];
const thing = z.strictObject({
  name: z.string().check(z.maxLength(8)),
  inner: z.optional(z.strictObject({ n: z.int() })),
});

const send = async (routes: Routes, ...[route, given]: Parameters<typeof gatewayEvent>) => {
  const headers = { Authorization: issuer.idToken(), 'Content-Type': 'application/json', ...given?.headers };
  const result = await lambda(routes, { corsOrigins })(
    gatewayEvent(route, { ...given, headers }),
    lambdaContext(),
  );
  return { ...result, body: result.body === '' ? undefined : JSON.parse(result.body) };
};

const echo = () => ({
  'POST /things': signedIn({ body: thing }, async ({ body, caller }) =>
    ok({ status: 201, body: { ...body, by: caller.userId } }),
  ),
});

describe('a route', () => {
  it('gets its parsed body and the verified caller', async () => {
    const result = await send(echo(), 'POST /things', { body: '{"name":"a"}' });
    expect(result).toMatchObject({
      statusCode: 201,
      headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
      body: { name: 'a', by: '11111111-1111-4111-8111-111111111111' },
    });
  });

  it('reads a base64 body as the bytes it stands for', async () => {
    const body = Buffer.from('{"name":"é"}').toString('base64');
    const result = await send(echo(), 'POST /things', { body, isBase64Encoded: true });
    expect(result.body).toMatchObject({ name: 'é' });
  });

  it('is not run for a caller without a valid token, whatever else the request holds', async () => {
    const run = vi.fn();
    const routes = { 'POST /things': signedIn({ body: thing }, run) };
    const result = await send(routes, 'POST /things', {
      body: 'not even JSON',
      headers: { Authorization: 'x.y.z' },
    });
    expect(result).toMatchObject({
      statusCode: 401,
      headers: { 'Content-Type': 'application/problem+json', 'WWW-Authenticate': 'Bearer' },
      body: { code: 'unauthenticated', status: 401, instance: 'request-1' },
    });
    expect(run).not.toHaveBeenCalled();
  });

  it('answers 405 with what is allowed for another method, and 404 for another path', async () => {
    expect(await send(echo(), 'PUT /things')).toMatchObject({ statusCode: 405, headers: { Allow: 'POST' } });
    expect(await send(echo(), 'GET /nothing')).toMatchObject({
      statusCode: 404,
      body: { code: 'route-not-found' },
    });
  });
});

const deep = `{"name":${'['.repeat(30_000)}${']'.repeat(30_000)}}`;
const badBodies: readonly [string, string, number, string, string][] = [
  ['no JSON', '{', 400, 'json-invalid', ''],
  ['a missing member', '{}', 400, 'invalid-type', '/name'],
  ['a wrong type', '{"name":1}', 400, 'invalid-type', '/name'],
  ['too long a text', '{"name":"123456789"}', 400, 'too-big', '/name'],
  ['an unknown member', '{"name":"a","identityId":"x"}', 400, 'member-unknown', '/identityId'],
  ['an unknown member that needs escaping', '{"name":"a","a/b~c":1}', 400, 'member-unknown', '/a~1b~0c'],
  ['an unknown member within', '{"name":"a","inner":{"n":1,"m":1}}', 400, 'member-unknown', '/inner/m'],
  ['a fraction for a whole number', '{"name":"a","inner":{"n":1.5}}', 400, 'invalid-type', '/inner/n'],
  ['an array', '[]', 400, 'invalid-type', ''],
  ['null', 'null', 400, 'invalid-type', ''],
  ['a lone surrogate', '{"name":"\\ud800"}', 400, 'text-invalid', '/name'],
  ['what was invalid UTF-8', '{"name":"\uFFFD"}', 400, 'text-invalid', '/name'],
  ['a prototype', '{"name":"a","__proto__":{"n":1}}', 400, 'member-unknown', '/__proto__'],
  ['nesting deeper than the call stack', deep, 400, 'invalid-type', '/name'],
];

describe('a body is refused with a pointer', () => {
  it.each(badBodies)('for %s', async (_what, body, status, code, pointer) => {
    const result = await send(echo(), 'POST /things', { body });
    expect(result.statusCode).toBe(status);
    expect(result.body.errors).toContainEqual(expect.objectContaining({ pointer, code }));
  });

  it('when its bytes are not UTF-8', async () => {
    const body = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]).toString('base64');
    const result = await send(echo(), 'POST /things', { body, isBase64Encoded: true });
    expect(result).toMatchObject({ statusCode: 400, body: { errors: [{ code: 'json-invalid' }] } });
  });

  it('over 64 KiB, counted in bytes', async () => {
    const result = await send(echo(), 'POST /things', { body: JSON.stringify({ name: 'é'.repeat(32_768) }) });
    expect(result).toMatchObject({ statusCode: 413, body: { code: 'body-too-large' } });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=latin1', ''])(
    'of type "%s"',
    async (type) => {
      const result = await send(echo(), 'POST /things', {
        body: '{"name":"a"}',
        headers: { 'Content-Type': type },
      });
      expect(result).toMatchObject({ statusCode: 415, body: { code: 'media-type-unsupported' } });
    },
  );

  it.each(['application/json; charset=utf-8', 'Application/JSON', 'application/merge-patch+json'])(
    'but not of type "%s"',
    async (type) => {
      const result = await send(echo(), 'POST /things', {
        body: '{"name":"a"}',
        headers: { 'Content-Type': type },
      });
      expect(result.statusCode).toBe(201);
    },
  );

  it('as are query parameters nobody asked for', async () => {
    const result = await send(echo(), 'POST /things', { body: '{"name":"a"}', query: { admin: 'true' } });
    expect(result.body).toMatchObject({ errors: [{ pointer: '/query/admin', code: 'member-unknown' }] });
  });
});

const shaped = () => ({
  'PUT /things/{name}': signedIn(
    {
      path: z.strictObject({ name: z.string().check(z.maxLength(8)) }),
      query: z.strictObject({ q: z.optional(z.string()) }),
      headers: z.object({ 'if-match': z.optional(z.string().check(z.maxLength(3))) }),
    },
    async ({ path, query, headers, requestPath }) =>
      ok({ status: 200, body: { path, query, headers, requestPath } }),
  ),
});

describe('the parts of a request', () => {
  it('stay apart, and are those that the route names', async () => {
    const { body } = await send(shaped(), 'PUT /things/{name}', {
      path: { name: 'a/b' },
      query: { q: 'x' },
      headers: { 'IF-match': '"1"', 'X-Other': '1' },
    });
    expect(body).toEqual({
      path: { name: 'a/b' },
      query: { q: 'x' },
      headers: { 'if-match': '"1"' },
      requestPath: '/dev/things/a%2Fb',
    });
  });

  it.each([
    ['a repeated parameter', { query: { q: ['x', 'x'] } }, '/query/q', 'parameter-repeated'],
    ['a parameter that was invalid UTF-8', { query: { q: '\ufffd' } }, '/query/q', 'text-invalid'],
    ['a path that holds U+FFFD', { path: { name: '\ufffd' } }, '/path/name', 'text-invalid'],
    ['a path over its limit', { path: { name: 'aaaabbbbc' } }, '/path/name', 'too-big'],
    ['a header over its limit', { headers: { 'If-Match': '"10"' } }, '/headers/if-match', 'too-big'],
    ['a parameter that nobody asked for', { query: { r: '1' } }, '/query/r', 'member-unknown'],
  ])('are refused for %s', async (_what, given, pointer, code) => {
    const result = await send(shaped(), 'PUT /things/{name}', { path: { name: 'a' }, ...given });
    expect(result).toMatchObject({ statusCode: 400, body: { errors: [{ pointer, code }] } });
  });

  it('in a path that is not UTF-8 are refused', async () => {
    const event = gatewayEvent('PUT /things/{name}', { headers: { Authorization: issuer.idToken() } });
    const result = await lambda(shaped(), { corsOrigins })(
      { ...event, path: '/things/%ff' },
      lambdaContext(),
    );
    expect(JSON.parse(result.body)).toMatchObject({ status: 400, errors: [{ pointer: '/path/name' }] });
  });

  it('are each told once, by what is wrong first', async () => {
    const { body } = await send(echo(), 'POST /things', {
      body: '{"name":["a","b","c","d","e","f","g","h","i"]}',
    });
    expect(body.errors).toEqual([
      { pointer: '/name', code: 'invalid-type', detail: 'name must be a string.' },
    ]);
  });
});

const failing = (error: unknown): Routes => ({
  'GET /fails': publicEndpoint(async () => {
    throw error;
  }),
});
const awsError = (name: string) => Object.assign(new Error('secret detail of AWS'), { name, $metadata: {} });

describe('a failure', () => {
  it.each([
    ['AWS throttling', awsError('ThrottlingException')],
    ['AWS failing', awsError('InternalFailureException')],
    ['a missing permission', awsError('AccessDeniedException')],
    ['a time-out', Object.assign(new Error('x'), { name: 'TimeoutError' })],
    ['a broken connection', Object.assign(new Error('x'), { code: 'ECONNRESET' })],
  ])('of %s is 503 with Retry-After and tells nothing of AWS', async (_what, error) => {
    vi.spyOn(console, 'error').mockReturnValue();
    const result = await send(failing(error), 'GET /fails');
    expect(result).toMatchObject({ statusCode: 503, body: { code: 'temporarily-unavailable' } });
    expect(Number(result.headers?.['Retry-After'])).toBeGreaterThan(0);
    expect(JSON.stringify(result)).not.toContain('secret');
  });

  it('of our own is 500, told only to the log', async () => {
    const log = vi.spyOn(console, 'error').mockReturnValue();
    const result = await send(failing(new Error('a defect')), 'GET /fails');
    expect(result).toMatchObject({ statusCode: 500, body: { code: 'internal', instance: 'request-1' } });
    expect(JSON.stringify(result)).not.toContain('a defect');
    expect(log.mock.calls[0]?.[0]).toContain('a defect');
  });

  it('to be done in time is 503, and aborts what is under way', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    let aborted = false;
    const routes: Routes = {
      'GET /slow': publicEndpoint(
        ({ signal }) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => {
              aborted = true;
              reject(signal.reason);
            });
          }),
      ),
    };
    const result = await lambda(routes, { corsOrigins })(gatewayEvent('GET /slow'), lambdaContext(1520));
    expect(result.statusCode).toBe(503);
    expect(aborted).toBe(true);
  });
});

describe('CORS', () => {
  const routes: Routes = { 'GET /x': publicEndpoint(async () => refuse({ kind: 'user-suspended' })) };

  it('lets a configured origin read answers and problems', async () => {
    const result = await send(routes, 'GET /x', { headers: { origin: 'https://app.example.com' } });
    expect(result.headers).toMatchObject({
      'Access-Control-Allow-Origin': 'https://app.example.com',
      Vary: 'Origin',
    });
  });

  it('lets no other origin', async () => {
    const result = await send(routes, 'GET /x', { headers: { origin: 'https://evil.example.com' } });
    expect(result.headers).not.toHaveProperty('Access-Control-Allow-Origin');
  });
});
