import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callerVerifier, type VerifyCaller } from '../../src/http/caller.ts';
import { loopbackJwksFetcher } from '../../src/http/loopback-jwks-fetcher.ts';
import { clientId, startTokenIssuer, type TokenIssuer, userPoolId } from './token-issuer.ts';

let issuer: TokenIssuer;
let verify: VerifyCaller;

beforeAll(async () => {
  issuer = await startTokenIssuer();
  verify = callerVerifier({ userPoolId, clientIds: [clientId], jwksUri: issuer.jwksUri });
});
afterAll(() => issuer.close());

const seconds = () => Math.floor(Date.now() / 1000);

describe('a caller', () => {
  it('is who the ID token says, with the groups of its own array', async () => {
    const iat = seconds() - 60;
    const token = issuer.idToken({
      sub: 'user-1',
      iat,
      'cognito:groups': ['admins', 'a,b', 'super-admins', 'a,b'],
    });
    const caller = await verify(`Bearer ${token}`, Date.now());
    expect(caller).toMatchObject({
      ok: true,
      value: { userId: 'user-1', groups: ['admins', 'a,b', 'super-admins'], groupsAsOf: iat * 1000 },
    });
  });

  it('is taken with and without the Bearer scheme, and without groups', async () => {
    const token = issuer.idToken();
    expect(await verify(token, Date.now())).toMatchObject({ ok: true, value: { groups: [] } });
    expect(await verify(`bearer ${token}`, Date.now())).toMatchObject({ ok: true });
  });

  it('keeps its token out of whatever is made of it', async () => {
    const token = issuer.idToken();
    const caller = await verify(token, Date.now());
    expect(JSON.stringify(caller)).not.toContain(token.split('.')[2]);
  });
});

const hostile: readonly [string, () => string | undefined][] = [
  ['is missing', () => undefined],
  ['is empty', () => ''],
  ['is the scheme alone', () => 'Bearer '],
  ['is garbage', () => 'Bearer garbage'],
  ['has four parts', () => `${issuer.idToken()}.x`],
  ['is padded', () => `${issuer.idToken()}=`],
  ['is over 8 KiB, though well signed', () => issuer.idToken({ padding: 'x'.repeat(8192) })],
  ['is signed by another key', () => issuer.forged()],
  ['has no signature', () => `${issuer.idToken().split('.').slice(0, 2).join('.')}.`],
  ['says alg none', () => issuer.idToken({}, { alg: 'none' })],
  ['says HS256', () => issuer.idToken({}, { alg: 'HS256' })],
  ['has an unknown key ID', () => issuer.idToken({}, { kid: 'key-2' })],
  ['has no key ID', () => issuer.idToken({}, { kid: undefined })],
  ['has a critical header', () => issuer.idToken({}, { crit: ['b64'], b64: false })],
  [
    'is of another pool',
    () => issuer.idToken({ iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Other' }),
  ],
  ['is for another client', () => issuer.idToken({ aud: 'another' })],
  ['is an access token', () => issuer.idToken({ token_use: 'access', client_id: clientId })],
  ['is expired', () => issuer.idToken({ exp: seconds() - 10 })],
  ['never expires', () => issuer.idToken({ exp: undefined })],
  ['is not valid yet', () => issuer.idToken({ nbf: seconds() + 600 })],
  ['was issued in the future', () => issuer.idToken({ iat: seconds() + 120 })],
  ['does not say when it was issued', () => issuer.idToken({ iat: undefined })],
  ['has no sub', () => issuer.idToken({ sub: undefined })],
  ['has an empty sub', () => issuer.idToken({ sub: '' })],
  ['has a sub that is a wildcard', () => issuer.idToken({ sub: '*' })],
  ['has a sub that is another key', () => issuer.idToken({ sub: 'a#b/c' })],
  ['has a sub that is a number', () => issuer.idToken({ sub: 7 })],
  [
    'has groups in one string, as API Gateway hands them over',
    () => issuer.idToken({ 'cognito:groups': 'admins' }),
  ],
  ['has a group that is no string', () => issuer.idToken({ 'cognito:groups': ['a', 7] })],
];

describe('a token is refused that', () => {
  it.each(hostile)('%s', async (_what, token) => {
    const caller = await verify(token(), Date.now());
    // An unknown key ID is refused once; within ten seconds the keys are not asked for again, which is an outage.
    expect(caller).toMatchObject({ ok: false, fault: { kind: 'unauthenticated' } });
    expect(JSON.stringify(caller)).not.toContain('eyJ');
  });
});

describe('the key set', () => {
  it('that cannot be read is an outage, not a refusal', async () => {
    const nowhere = callerVerifier({ userPoolId, clientIds: [clientId], jwksUri: 'http://127.0.0.1:1/' });
    await expect(nowhere(issuer.idToken(), Date.now())).rejects.toMatchObject({ name: 'Outage' });
  });

  it.each([
    'http://example.com/keys',
    'https://127.0.0.1.example.com/keys',
    'http://10.0.0.1/keys',
    'not a URL',
  ])('is never read from %s in place of the issuer', (jwksUri) => {
    expect(() => loopbackJwksFetcher(jwksUri)).toThrow();
  });

  it('is fetched once for many callers', async () => {
    const before = issuer.fetches();
    const fresh = callerVerifier({ userPoolId, clientIds: [clientId], jwksUri: issuer.jwksUri });
    await Promise.all(Array.from({ length: 20 }, () => fresh(issuer.idToken(), Date.now())));
    expect(issuer.fetches() - before).toBe(1);
  });
});
