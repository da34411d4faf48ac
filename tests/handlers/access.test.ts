import './environment.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { evaluationRoute, evaluationsRoute, subjectSearchRoute } from '../../src/handlers/access.ts';
import { administratorVerifier } from '../../src/http/administrator.ts';
import { callerVerifier } from '../../src/http/caller.ts';
import { endpoint } from '../../src/http/endpoint.ts';
import type { Routes } from '../../src/http/lambda.ts';
import { answerAccess } from '../../src/provisioning/answer-access.ts';
import { searchSubjects } from '../../src/provisioning/search-subjects.ts';
import {
  EvaluationBody,
  EvaluationsBody,
  maximumEvaluations,
  SubjectSearchBody,
} from '../../src/schema/authzen.ts';
import { group, now, userId } from '../fakes/samples.ts';
import { gatewayEvent, lambdaContext } from '../http/gateway-event.ts';
import { clientId, startTokenIssuer, type TokenIssuer, userPoolId } from '../http/token-issuer.ts';
import { registeredUser, scopeOf, storeWith } from '../provisioning/standing.ts';
import { adminGroup, sending } from './send.ts';

let issuer: TokenIssuer;
let routes: Routes;

const store = storeWith(
  [
    registeredUser({ groups: [group('in')] }),
    registeredUser({ userId: userId('user-2'), effectiveBy: now + 1000 }),
    registeredUser({ userId: userId('user-3'), groups: [group('in')], status: 'suspended' }),
    registeredUser({ userId: userId('user-4'), groups: [group('in')] }),
  ],
  [
    scopeOf('everyone', [['grant-1', 'allow subscribe news/#']]),
    scopeOf('group/in', [
      ['grant-2', 'allow publish a/#'],
      ['grant-3', 'deny publish a/secret'],
    ]),
  ],
);

beforeAll(async () => {
  issuer = await startTokenIssuer();
  const verifier = callerVerifier({ userPoolId, clientIds: [clientId], jwksUri: issuer.jwksUri });
  const signedIn = endpoint(verifier);
  const answering = {
    answer: () => answerAccess({ store, retainedTopics: [] }),
    adminGroup: group(adminGroup),
  };
  routes = {
    'POST /access/v1/evaluation': evaluationRoute(signedIn, answering),
    'POST /access/v1/evaluations': evaluationsRoute(signedIn, answering),
    'POST /access/v1/search/subject': subjectSearchRoute(
      endpoint(administratorVerifier(verifier, group(adminGroup))),
      () => searchSubjects({ store, retainedTopics: [] }),
    ),
  };
});
afterAll(() => issuer.close());
afterEach(() => vi.unstubAllEnvs());

const send = sending(
  () => issuer,
  () => routes,
  { echoedHeaders: ['X-Request-ID'] },
);
const admin = { sub: 'admin-1', groups: [adminGroup] };
const evaluation = 'POST /access/v1/evaluation';
const evaluations = 'POST /access/v1/evaluations';
const search = 'POST /access/v1/search/subject';

const publish = (topic: string, user = 'user-1') => ({
  subject: { type: 'user', id: user },
  action: { name: 'publish' },
  resource: { type: 'topic', id: topic },
});

describe('an evaluation', () => {
  it('answers an administrator with the grants that decided', async () => {
    const answer = await send(evaluation, { ...admin, json: publish('a/secret') });
    expect(answer).toMatchObject({
      statusCode: 200,
      headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
    });
    expect(answer.body).toEqual({
      decision: false,
      context: { reason: 'denied', grants: ['grant-3'], nearMisses: ['publish is allowed on a/#'] },
    });
  });

  it('answers a user about itself without naming grants', async () => {
    const answer = await send(evaluation, { json: publish('a/secret') });
    expect(answer.body).toEqual({
      decision: false,
      context: { reason: 'denied', nearMisses: ['publish is allowed on a/#'] },
    });
    expect(JSON.stringify(answer)).not.toContain('grant-');
  });

  it('says when a change will be effective, and what a subscription would deliver', async () => {
    const json = { ...publish('news/today', 'user-2'), action: { name: 'subscribe' } };
    const context = { reason: 'granted', nearMisses: [], effectiveBy: '2026-01-01T00:00:01.000Z' };
    const own = await send(evaluation, { sub: 'user-2', json });
    expect(own.body).toEqual({ decision: true, context: { ...context, deliverable: ['news/today'] } });
    expect(EvaluationBody.parse(own.body)).toEqual(own.body);
  });

  it('ignores what AuthZEN does not know, and properties', async () => {
    const properties = { groups: ['in'], suspended: false };
    const json = {
      subject: { type: 'user', id: 'user-1', properties },
      action: { name: 'publish', properties },
      resource: { type: 'topic', id: 'a/b', properties, more: 1 },
      context: { time: '2026-01-01T00:00:00Z', ip: '192.0.2.1' },
      foo: 'bar',
      futureField: { nested: true },
    };
    expect((await send(evaluation, { ...admin, json })).body).toMatchObject({ decision: true });
  });

  it('is about the device that the context names', async () => {
    const json = { ...publish('a/b'), context: { deviceId: 'phone' } };
    expect((await send(evaluation, { json })).body.context.reason).toBe('no-device');
  });

  it.each([
    ['another user', publish('a/b', 'user-2')],
    ['one who does not exist', publish('a/b', 'nobody')],
    ['a subject of another type', { ...publish('a/b'), subject: { type: 'group', id: 'user-1' } }],
  ])('of %s is refused to a user', async (_who, json) => {
    const answer = await send(evaluation, { groups: ['almost-admins', 'admin', 'Admins', 'admins.'], json });
    expect(answer).toMatchObject({ statusCode: 403, body: { code: 'forbidden' } });
    expect(answer.body).not.toHaveProperty('decision');
  });

  it('takes the token for who asks, and no word of the body', async () => {
    const json = { ...publish('a/b', 'user-2'), isAdministrator: true, caller: { groups: [adminGroup] } };
    expect((await send(evaluation, { json })).statusCode).toBe(403);
  });

  it.each([
    ['nothing', {}, ['/subject', '/action', '/resource']],
    ['a subject that is a text', { ...publish('a'), subject: 'alice' }, ['/subject']],
    ['a subject without a type', { ...publish('a'), subject: { id: 'user-1' } }, ['/subject/type']],
    ['a subject without an ID', { ...publish('a'), subject: { type: 'user' } }, ['/subject/id']],
    ['an action without a name', { ...publish('a'), action: {} }, ['/action/name']],
    ['an action whose name is a number', { ...publish('a'), action: { name: 123 } }, ['/action/name']],
    ['a resource without an ID', { ...publish('a'), resource: { type: 'topic' } }, ['/resource/id']],
    ['an empty topic', publish(''), ['/resource/id']],
    ['a topic without end', publish('a'.repeat(1025)), ['/resource/id']],
    ['a context that is no object', { ...publish('a'), context: null }, ['/context']],
    ['a device ID that is none', { ...publish('a'), context: { deviceId: '../web' } }, ['/context/deviceId']],
    ['a list', [publish('a')], ['']],
  ])('with %s is refused where it is wrong', async (_what, json, pointers) => {
    const answer = await send(evaluation, { ...admin, json });
    expect(answer).toMatchObject({
      statusCode: 400,
      headers: { 'Content-Type': 'application/problem+json' },
      body: { code: 'request-invalid' },
    });
    expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(pointers);
  });

  it.each(['', 'not JSON', '"\u{fffd}"'])('with the body %j is refused', async (body) => {
    expect((await send(evaluation, { ...admin, body })).statusCode).toBe(400);
  });

  it('needs a token', async () => {
    const answer = await send(evaluation, { headers: { Authorization: 'x.y.z' }, json: publish('a') });
    expect(answer.statusCode).toBe(401);
  });
});

describe('evaluations', () => {
  const decisions = async (json: unknown, as: object = admin) => {
    const answer = await send(evaluations, { ...as, json });
    if (answer.statusCode === 200) EvaluationsBody.parse(answer.body);
    return answer.body.evaluations?.map(({ decision }: { decision: boolean }) => decision) ?? answer;
  };

  it('share what is said once, and say otherwise what they say themselves', async () => {
    const { subject, action } = publish('');
    const answer = await send(evaluations, {
      ...admin,
      json: {
        subject,
        action,
        resource: { type: 'topic' },
        context: { deviceId: 'phone' },
        evaluations: [
          { resource: { id: 'a/b' }, context: {} },
          { resource: { type: 'topic', id: 'a/b' } },
          { resource: { id: 'news' }, action: { name: 'subscribe' }, context: { deviceId: 'web-1' } },
          { subject: { id: 'user-3' }, resource: { id: 'a/b' } },
        ],
      },
    });
    expect(answer.body).toEqual({
      evaluations: [
        { decision: true, context: { reason: 'granted', grants: ['grant-2'], nearMisses: [] } },
        { decision: false, context: { reason: 'no-device', grants: [], nearMisses: [] } },
        {
          decision: true,
          context: { reason: 'granted', grants: ['grant-1'], nearMisses: [], deliverable: ['news'] },
        },
        { decision: false, context: { reason: 'suspended', grants: [], nearMisses: [] } },
      ],
    });
  });

  it('that are not complete are denied by themselves, with what is wrong with them', async () => {
    const { subject, action, resource } = publish('a/b');
    const json = { subject, action, evaluations: [{ resource }, {}, 7, { resource: 'a' }] };
    const answer = await send(evaluations, { ...admin, json });
    const error = (message: string) => ({ decision: false, context: { error: { status: 400, message } } });
    expect(answer.statusCode).toBe(200);
    expect(answer.body.evaluations.slice(1)).toEqual([
      error('/resource: resource must be an object.'),
      error('The evaluation must be an object.'),
      error('/resource: resource must be an object.'),
    ]);
    expect(answer.body.evaluations[0].decision).toBe(true);
    const hidden = await send(evaluations, {
      ...admin,
      json: { ...json, resource, evaluations: [{ resource: [] }] },
    });
    expect(hidden.body.evaluations).toEqual([error('/resource: resource must be an object.')]);
  });

  it.each([
    ['execute_all', [true, false, true]],
    ['deny_on_first_deny', [true, false]],
    ['permit_on_first_permit', [true]],
  ])('end as %s says', async (semantic, expected) => {
    const json = {
      evaluations: [publish('a/b'), publish('b'), publish('a/c')],
      options: { evaluations_semantic: semantic, another_option: 'value' },
    };
    expect(await decisions(json)).toEqual(expected);
  });

  it('are all answered without options', async () => {
    expect(await decisions({ evaluations: [publish('b'), publish('a/b')] })).toEqual([false, true]);
  });

  it.each([{}, { evaluations: [] }])('that there are none of (%j) are a single one', async (none) => {
    const answer = await send(evaluations, { json: { ...publish('a/b'), ...none } });
    expect(answer).toMatchObject({
      statusCode: 200,
      body: { decision: true, context: { reason: 'granted' } },
    });
    const incomplete = await send(evaluations, { json: { ...publish('a/b'), action: undefined, ...none } });
    expect(incomplete).toMatchObject({ statusCode: 400, body: { errors: [{ pointer: '/action' }] } });
  });

  const own = publish('a/b');
  it.each([
    ['in one of them', { evaluations: [own, publish('a/b', 'user-2')] }],
    ['over what is said once', { ...own, evaluations: [{}, { subject: { id: 'user-2' } }] }],
    ['once for all of them', { ...publish('a/b', 'user-2'), evaluations: [own, {}] }],
    [
      'behind the one that ends them',
      {
        evaluations: [publish('b'), publish('a', 'user-2')],
        options: { evaluations_semantic: 'deny_on_first_deny' },
      },
    ],
  ])('about somebody else are refused whole, when that is said %s', async (_where, json) => {
    expect(await send(evaluations, { json })).toMatchObject({ statusCode: 403, body: { code: 'forbidden' } });
  });

  it('about itself are answered to a user', async () => {
    expect(await decisions({ ...own, evaluations: [{}, {}] }, {})).toEqual([true, true]);
  });

  it.each([
    ['too many', { evaluations: Array(maximumEvaluations + 1).fill(own) }, '/evaluations'],
    ['no list of them', { evaluations: own }, '/evaluations'],
    [
      'a semantic that there is not',
      { evaluations: [own], options: { evaluations_semantic: 'first' } },
      '/options/evaluations_semantic',
    ],
    ['a broken default', { subject: 'user-1', evaluations: [own] }, '/subject'],
  ])('with %s are refused whole', async (_what, json, pointer) => {
    const answer = await send(evaluations, { ...admin, json });
    expect(answer).toMatchObject({ statusCode: 400, body: { errors: [{ pointer }] } });
  });

  it('are answered up to the greatest number', async () => {
    const json = { evaluations: Array(maximumEvaluations).fill(own) };
    expect(await decisions(json)).toHaveLength(maximumEvaluations);
  });
});

describe('a subject search', () => {
  const { subject: _, ...publishing } = publish('a/b');
  const json = { ...publishing, subject: { type: 'user' } };

  it('finds whoever may, page by page', async () => {
    const first = await send(search, { ...admin, json: { ...json, page: { limit: 1 } } });
    expect(first.statusCode).toBe(200);
    expect(first.body).toEqual({
      page: { next_token: expect.stringMatching(/^[\w-]+$/), count: 1 },
      results: [{ type: 'user', id: 'user-1' }],
    });
    const token = first.body.page.next_token;
    const second = await send(search, { ...admin, json: { ...json, page: { token } } });
    expect(second.body).toEqual({
      page: { next_token: '', count: 1 },
      results: [{ type: 'user', id: 'user-4' }],
    });
    expect(SubjectSearchBody.parse(second.body)).toEqual(second.body);
  });

  it('finds nobody when no result is wanted, and begins where its token says', async () => {
    const none = await send(search, { ...admin, json: { ...json, page: { limit: 0 } } });
    expect(none.body).toMatchObject({ page: { count: 0 }, results: [] });
    const token = none.body.page.next_token;
    const all = await send(search, { ...admin, json: { ...json, page: { token } } });
    expect(all.body.page).toEqual({ next_token: '', count: 2 });
  });

  it('ignores the ID of the subject', async () => {
    const answer = await send(search, { ...admin, json: publish('a/b', 'user-2') });
    expect(answer.body.results).toHaveLength(2);
  });

  it('takes a limit beyond the greatest for the greatest', async () => {
    const answer = await send(search, { ...admin, json: { ...json, page: { limit: 10_000 } } });
    expect(answer.body.page).toEqual({ next_token: '', count: 2 });
  });

  it.each([
    ['subjects of another type', { ...json, subject: { type: 'spaceship' } }],
    ['an action that there is not', { ...json, action: { name: 'read' } }],
    ['a resource of another type', { ...json, resource: { type: 'record', id: 'a/b' } }],
    ['what nobody may', { ...json, resource: { type: 'topic', id: 'b' } }],
  ])('for %s finds nobody', async (_what, request) => {
    const answer = await send(search, { ...admin, json: request });
    expect(answer).toMatchObject({
      statusCode: 200,
      body: { page: { next_token: '', count: 0 }, results: [] },
    });
  });

  it.each([
    ['of another search', { resource: { type: 'topic', id: 'a/c' } }],
    ['of another device', { context: { deviceId: 'web-1' } }],
  ])('refuses the token %s', async (_what, change) => {
    const first = await send(search, { ...admin, json: { ...json, page: { limit: 1 } } });
    const page = { token: first.body.page.next_token };
    expect(await send(search, { ...admin, json: { ...json, ...change, page } })).toMatchObject({
      statusCode: 400,
      body: { errors: [{ pointer: '/page/token', code: 'token-invalid' }] },
    });
  });

  it.each([
    ['a token that is none', { ...json, page: { token: 'x' } }, '/page/token'],
    ['an empty token', { ...json, page: { token: '' } }, '/page/token'],
    ['a token of another type', { ...json, page: { token: 1 } }, '/page/token'],
    ['a token without end', { ...json, page: { token: 'a'.repeat(2049) } }, '/page/token'],
    ['a limit below nought', { ...json, page: { limit: -1 } }, '/page/limit'],
    ['half a limit', { ...json, page: { limit: 1.5 } }, '/page/limit'],
    ['a page that is none', { ...json, page: 'next' }, '/page'],
    ['no action', { ...json, action: undefined }, '/action'],
    ['a resource without an ID', { ...json, resource: { type: 'topic' } }, '/resource/id'],
  ])('with %s is refused where it is wrong', async (_what, request, pointer) => {
    const answer = await send(search, { ...admin, json: request });
    expect(answer).toMatchObject({ statusCode: 400, body: { errors: [{ pointer }] } });
  });

  it('is for administrators alone, whatever they ask', async () => {
    for (const body of [JSON.stringify(json), 'not JSON']) {
      expect(await send(search, { groups: ['admin'], body })).toMatchObject({ statusCode: 403 });
    }
  });
});

describe('every answer', () => {
  it.each([
    [200, evaluation, { json: publish('a/b') }],
    [400, evaluation, { json: {} }],
    [401, evaluation, { json: {}, headers: { Authorization: '' } }],
    [403, search, { json: {} }],
    [405, 'GET /access/v1/evaluation', {}],
  ] as const)('gives back the request ID of its request (%i)', async (status, route, request) => {
    const id = 'bfe9eb29-ab87-4ca3-be83-a1d5d8305716';
    const headers = 'headers' in request ? request.headers : {};
    const answer = await send(route, { ...request, headers: { ...headers, 'x-request-id': id } });
    expect(answer).toMatchObject({ statusCode: status, headers: { 'X-Request-ID': id } });
    const without = await send(route, request);
    expect(without.statusCode).toBe(status);
    expect(without.headers).not.toHaveProperty('X-Request-ID');
  });

  it.each(['a\r\nSet-Cookie: b', 'ü', '', 'a'.repeat(257)])(
    'does not give back %j, which no header can hold or should',
    async (id) => {
      const answer = await send(evaluation, { json: publish('a/b'), headers: { 'X-Request-ID': id } });
      expect(answer.statusCode).toBe(200);
      expect(answer.headers).not.toHaveProperty('X-Request-ID');
    },
  );
});

describe('the function', () => {
  const deployed = async () => {
    vi.stubEnv('JWKS_URI', issuer.jwksUri);
    vi.resetModules();
    return (await import('../../src/handlers/access.ts')).handler;
  };

  it.each([
    [evaluation, publish('a/b', 'user-2')],
    [evaluations, publish('a/b', 'user-2')],
    [search, publish('a/b', 'user-1')],
  ] as const)('%s asks for an administrator, and gives back the request ID', async (route, json) => {
    const handler = await deployed();
    const headers = {
      Authorization: issuer.idToken({ sub: 'user-1', 'cognito:groups': ['almost-admins'] }),
      'Content-Type': 'application/json',
      'X-Request-ID': 'x',
    };
    const answer = await handler(
      gatewayEvent(route, { headers, body: JSON.stringify(json) }),
      lambdaContext(),
    );
    expect(answer).toMatchObject({ statusCode: 403, headers: { 'X-Request-ID': 'x' } });
  });
});
