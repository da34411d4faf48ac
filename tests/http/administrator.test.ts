import { describe, expect, it, vi } from 'vitest';
import { ok, refuse } from '../../src/domain/result.ts';
import { administratorVerifier } from '../../src/http/administrator.ts';
import type { Caller, VerifyCaller } from '../../src/http/caller.ts';
import { endpoint } from '../../src/http/endpoint.ts';
import { lambda } from '../../src/http/lambda.ts';
import { group, userId } from '../fakes/samples.ts';
import { gatewayEvent, lambdaContext } from './gateway-event.ts';

const callerIn = (...groups: string[]): Caller => ({
  userId: userId('user-1'),
  groups: groups.map(group),
  groupsAsOf: 0,
  idToken: () => 'a.b.c',
});
const verifying = (caller: Caller): VerifyCaller =>
  administratorVerifier(async () => ok(caller), group('admins'));

describe('an administrator', () => {
  it.each([[['admins']], [['a', 'admins', 'z']]])('is who is in the group, %j', async (groups) => {
    const caller = callerIn(...groups);
    expect(await verifying(caller)('a.b.c', 0)).toEqual(ok(caller));
  });

  it.each([
    [[]],
    [['super-admins']],
    [['admins2']],
    [['Admins']],
    [['admins,users']],
    [['a,admins']],
    [['["admins"]']],
    [['administrators']],
    [['аdmins']], // a Cyrillic а
  ])('is nobody in %j alone', async (groups) => {
    expect(await verifying(callerIn(...groups))('a.b.c', 0)).toMatchObject({
      ok: false,
      fault: { kind: 'forbidden' },
    });
  });

  it('is asked for after the token: without a valid one nobody is told what is missing besides', async () => {
    const unauthenticated = refuse({ kind: 'unauthenticated' as const, detail: '' });
    const verify = administratorVerifier(async () => unauthenticated, group('admins'));
    expect(await verify(undefined, 0)).toEqual(unauthenticated);
  });

  it('alone has a request read and run: others are answered 403, whatever it holds', async () => {
    const run = vi.fn();
    const routes = { 'POST /things': endpoint(verifying(callerIn('users')))({}, run) };
    const event = gatewayEvent('POST /things', { query: { unknown: 'x' }, body: '{' });
    const result = await lambda(routes, { corsOrigins: [] })(event, lambdaContext());
    expect(result.statusCode).toBe(403);
    expect(JSON.parse(result.body)).toMatchObject({ code: 'forbidden', instance: 'request-1' });
    expect(run).not.toHaveBeenCalled();
  });
});
