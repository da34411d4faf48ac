import './environment.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AuditEvent } from '../../src/domain/audit-event.ts';
import { auditEventsRoute } from '../../src/handlers/audit-events.ts';
import { administratorVerifier } from '../../src/http/administrator.ts';
import { callerVerifier } from '../../src/http/caller.ts';
import { endpoint } from '../../src/http/endpoint.ts';
import type { Routes } from '../../src/http/lambda.ts';
import { readAuditEvents } from '../../src/provisioning/read-audit-events.ts';
import { AuditEventList } from '../../src/schema/audit-events.ts';
import { memoryStore } from '../fakes/memory-store.ts';
import { group, now } from '../fakes/samples.ts';
import { gatewayEvent, lambdaContext } from '../http/gateway-event.ts';
import { clientId, startTokenIssuer, type TokenIssuer, userPoolId } from '../http/token-issuer.ts';
import { adminGroup, sending } from './send.ts';

let issuer: TokenIssuer;
let routes: Routes;
const store = memoryStore();

beforeAll(async () => {
  issuer = await startTokenIssuer();
  const verifier = callerVerifier({ userPoolId, clientIds: [clientId], jwksUri: issuer.jwksUri });
  const administrators = endpoint(administratorVerifier(verifier, group(adminGroup)));
  routes = { 'GET /audit-events': auditEventsRoute(administrators, () => readAuditEvents(store)) };
});
afterAll(() => issuer.close());
afterEach(() => vi.unstubAllEnvs());

const send = sending(
  () => issuer,
  () => routes,
);
const read = (query: Record<string, string> = {}) =>
  send('GET /audit-events', { sub: 'admin-1', groups: [adminGroup], query });

/** The n-th, a second after the one before. */
const event = (n: number, subjects: readonly string[], actor: string): AuditEvent => ({
  auditId: `audit-${n}`,
  at: now + n * 1000,
  actor,
  subjects,
  action: 'grants-changed',
  requestId: `request-${n}`,
});
store.audit.push(
  { ...event(1, ['everyone'], 'admin-1'), reason: 'INC-1', before: [], after: [{ grantId: 'g' }] },
  event(2, ['user/user-1', 'group/a/b'], 'admin-2'),
  { ...event(3, ['user/user-1'], 'system'), action: 'grants-expired' },
  event(4, ['group/a/b'], 'admin-1'),
  event(5, ['user/user-1'], 'admin-1'),
);

const ids = async (query: Record<string, string>): Promise<readonly string[]> => {
  const { body } = await read(query);
  return body.items.map(({ auditId }: AuditEvent) => auditId);
};

describe('audit events', () => {
  it('say who changed what, when, why, before and after', async () => {
    const answer = await read({ until: '2026-01-01T00:00:01Z' });
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toEqual({
      items: [
        {
          auditId: 'audit-1',
          at: '2026-01-01T00:00:01.000Z',
          actor: 'admin-1',
          subjects: ['everyone'],
          action: 'grants-changed',
          requestId: 'request-1',
          reason: 'INC-1',
          before: [],
          after: [{ grantId: 'g' }],
        },
      ],
    });
  });

  it('have the shape that is documented', async () => {
    const { body } = await read();
    expect(AuditEventList.parse(body)).toEqual(body);
  });

  it.each<[Record<string, string>, number[]]>([
    [{}, [5, 4, 3, 2, 1]],
    [{ subject: 'user/user-1' }, [5, 3, 2]],
    [{ subject: 'group/a/b' }, [4, 2]],
    [{ subject: 'everyone' }, [1]],
    [{ subject: 'user/nobody' }, []],
    [{ actor: 'admin-1' }, [5, 4, 1]],
    [{ actor: 'system' }, [3]],
    [{ subject: 'user/user-1', actor: 'admin-1' }, [5]],
    [{ since: '2026-01-01T00:00:02Z', until: '2026-01-01T00:00:04.000Z' }, [4, 3, 2]],
    [{ since: '2026-01-01T02:00:04.5+02:00' }, [5]],
    [{ until: '2026-01-01T00:00:01.999Z', actor: 'admin-1' }, [1]],
    [{ since: '2026-01-01T00:00:04Z', until: '2026-01-01T00:00:02Z' }, []],
  ])('of %j are newest first', async (query, expected) => {
    expect(await ids(query)).toEqual(expected.map((n) => `audit-${n}`));
  });

  it('are found once each, page by page, whatever is written meanwhile', async () => {
    const first = await read({ limit: '2' });
    store.audit.push(event(6, ['everyone'], 'admin-1'));
    const second = await read({ limit: '2', cursor: first.body.cursor });
    const third = await read({ limit: '2', cursor: second.body.cursor });
    store.audit.splice(
      store.audit.findIndex(({ auditId }) => auditId === 'audit-6'),
      1,
    );
    const found = [first, second, third].flatMap(({ body }) => body.items);
    expect(found.map(({ auditId }) => auditId)).toEqual([5, 4, 3, 2, 1].map((n) => `audit-${n}`));
    expect(third.body).not.toHaveProperty('cursor');
  });

  it('of a subject and an actor may come in short pages, and go on', async () => {
    const query = { subject: 'user/user-1', actor: 'admin-2', limit: '1' };
    const pages = [await read(query)];
    for (let last = pages[0]; last?.body.cursor !== undefined; last = pages.at(-1)) {
      pages.push(await read({ ...query, cursor: last.body.cursor }));
    }
    expect(pages.map(({ body }) => body.items.length)).toEqual([0, 0, 1]);
  });

  it.each([
    [{ subject: 'nobody' }, '/query/subject'],
    [{ subject: 'group/' }, '/query/subject'],
    [{ actor: 'a b' }, '/query/actor'],
    [{ since: 'yesterday' }, '/query/since'],
    [{ since: '2026-01-01' }, '/query/since'],
    [{ until: '2026-01-01T00:00:00' }, '/query/until'],
    [{ until: '2026-02-30T00:00:00Z' }, '/query/until'],
    [{ limit: '0' }, '/query/limit'],
    [{ limit: '201' }, '/query/limit'],
    [{ cursor: 'x' }, '/query/cursor'],
    [{ cursor: Buffer.from('1:grants:x').toString('base64url') }, '/query/cursor'],
    [{ action: 'grants-changed' }, '/query/action'],
  ])('are refused where the query is wrong: %j', async (query, pointer) => {
    expect(await read(query as Record<string, string>)).toMatchObject({
      statusCode: 400,
      headers: { 'Content-Type': 'application/problem+json' },
      body: { code: 'request-invalid', errors: [{ pointer }] },
    });
  });

  it.each([[['almost-admins']], [['admin', 'Admins']], [[]]])('are not for members of %j', async (groups) => {
    const answer = await send('GET /audit-events', { groups, query: { limit: 'x' } });
    expect(answer).toMatchObject({ statusCode: 403, body: { code: 'forbidden' } });
  });

  it('need an administrator’s token in the function itself', async () => {
    vi.stubEnv('JWKS_URI', issuer.jwksUri);
    vi.resetModules();
    const { handler } = await import('../../src/handlers/audit-events.ts');
    const get = async (headers: Record<string, string>) =>
      (await handler(gatewayEvent('GET /audit-events', { headers }), lambdaContext())).statusCode;
    expect(await get({})).toBe(401);
    expect(await get({ Authorization: issuer.idToken({ 'cognito:groups': ['admin'] }) })).toBe(403);
  });
});
