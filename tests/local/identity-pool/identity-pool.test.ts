import {
  DeleteIdentitiesCommand,
  GetCredentialsForIdentityCommand,
  GetIdCommand,
  GetOpenIdTokenCommand,
} from '@aws-sdk/client-cognito-identity';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectOpenToBrowsers } from '../expect-open-to-browsers.ts';
import { identityPoolId, type LocalAws, outcomeOf, provider, startLocalAws } from '../iot/local-aws.ts';
import { idToken, tokenOfStranger } from '../iot/user-pool-keys.ts';

let signedOut = false;
let aws: LocalAws;
beforeAll(async () => {
  aws = await startLocalAws({}, () => !signedOut);
});
beforeEach(() => {
  signedOut = false;
  aws.iotCore.calls.clear();
});
afterAll(() => aws.close());

const getId = (Logins?: Record<string, string>, IdentityPoolId = identityPoolId) =>
  aws.identity.send(new GetIdCommand({ IdentityPoolId, ...(Logins && { Logins }) }));
const identityOf = async (sub: string) => (await getId({ [provider]: idToken(sub) })).IdentityId ?? '';
const credentialsOf = (IdentityId: string, Logins?: Record<string, string>) =>
  aws.identity.send(new GetCredentialsForIdentityCommand({ IdentityId, ...(Logins && { Logins }) }));

describe('GetId', () => {
  it('gives each login its one identity', async () => {
    const alice = await identityOf('alice');
    expect(alice).toMatch(/^us-east-1:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(await identityOf('alice')).toBe(alice);
    expect(await identityOf('bob')).not.toBe(alice);
  });

  it('gives the same identity after a restart', async () => {
    const alice = await identityOf('alice');
    const again = await startLocalAws();
    const { IdentityId } = await again.identity.send(
      new GetIdCommand({ IdentityPoolId: identityPoolId, Logins: { [provider]: idToken('alice') } }),
    );
    await again.close();
    expect(IdentityId).toBe(alice);
  });

  const past = Math.floor(Date.now() / 1000) - 60;
  it.each([
    ['signed by a stranger', () => tokenOfStranger('alice')],
    ['with a changed claim', () => forged(idToken('alice'))],
    ['that has expired', () => idToken('alice', { exp: past })],
    ['that never expires', () => idToken('alice', { exp: undefined })],
    ['of another client', () => idToken('alice', { aud: 'another' })],
    [
      'of another user pool',
      () => idToken('alice', { iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Other1234' }),
    ],
    ['of the user pool’s other issuer name', () => idToken('alice', { iss: `https://issuer-${provider}` })],
    ['that is an access token', () => idToken('alice', { token_use: 'access' })],
    ['without a subject', () => idToken('')],
    ['that is none', () => 'not.a.token'],
    ['that is empty', () => ''],
  ])('refuses a token %s', async (_, token) => {
    expect(await outcomeOf(getId({ [provider]: token() }))).toBe('NotAuthorizedException 400');
  });

  it.each([
    ['without a login: guest access is off', undefined, 'NotAuthorizedException 400'],
    ['with no login among the logins', {}, 'NotAuthorizedException 400'],
    ['of another provider', { 'accounts.google.com': 'token' }, 'NotAuthorizedException 400'],
    [
      'of another user pool',
      { 'cognito-idp.us-east-1.amazonaws.com/us-east-1_Other1234': 'token' },
      'NotAuthorizedException 400',
    ],
  ])('refuses a call %s', async (_, logins, expected) => {
    expect(await outcomeOf(getId(logins))).toBe(expected);
  });

  it('refuses a good login beside one of another provider', async () => {
    const logins = { [provider]: idToken('alice'), 'accounts.google.com': 'token' };
    expect(await outcomeOf(getId(logins))).toBe('NotAuthorizedException 400');
  });

  it('knows one pool only', async () => {
    const elsewhere = getId(
      { [provider]: idToken('alice') },
      'us-east-1:99999999-2222-4333-8444-555555555555',
    );
    expect(await outcomeOf(elsewhere)).toBe('ResourceNotFoundException 400');
    expect(await outcomeOf(getId({ [provider]: idToken('alice') }, 'pool'))).toBe('ValidationException 400');
  });

  it('refuses a login that the user pool no longer stands by', async () => {
    signedOut = true;
    expect(await outcomeOf(getId({ [provider]: idToken('alice') }))).toBe('NotAuthorizedException 400');
  });
});

describe('GetCredentialsForIdentity', () => {
  it('gives temporary credentials for an hour, which the broker knows', async () => {
    const alice = await identityOf('alice');
    const { Credentials } = await credentialsOf(alice, { [provider]: idToken('alice') });
    const lifetime = (Credentials?.Expiration?.getTime() ?? 0) - Date.now();
    expect(lifetime / 60_000).toBeGreaterThan(59);
    expect(lifetime / 60_000).toBeLessThanOrEqual(60);
    expect(aws.iotCore.credentials.find(Credentials?.AccessKeyId ?? '')).toMatchObject({
      identityId: alice,
      secretKey: Credentials?.SecretKey,
      sessionToken: Credentials?.SessionToken,
    });
  });

  it("refuses another user's login, no login, and an unknown identity", async () => {
    const alice = await identityOf('alice');
    const bobs = { [provider]: idToken('bob') };
    expect(await outcomeOf(credentialsOf(alice, bobs))).toBe('NotAuthorizedException 400');
    expect(await outcomeOf(credentialsOf(alice))).toBe('NotAuthorizedException 400');
    expect(await outcomeOf(credentialsOf(alice, { [provider]: tokenOfStranger('alice') }))).toBe(
      'NotAuthorizedException 400',
    );
    const unknown = 'us-east-1:00000000-0000-4000-8000-000000000000';
    expect(await outcomeOf(credentialsOf(unknown, bobs))).toBe('ResourceNotFoundException 400');
  });

  it('assumes no role of the caller’s choice', async () => {
    const call = new GetCredentialsForIdentityCommand({
      IdentityId: await identityOf('alice'),
      Logins: { [provider]: idToken('alice') },
      CustomRoleArn: 'arn:aws:iam::123456789012:role/admin',
    });
    expect(await outcomeOf(aws.identity.send(call))).toBe('NotAuthorizedException 400');
  });
});

describe('the pool', () => {
  it('refuses the classic flow', async () => {
    const IdentityId = await identityOf('alice');
    const call = new GetOpenIdTokenCommand({ IdentityId, Logins: { [provider]: idToken('alice') } });
    expect(await outcomeOf(aws.identity.send(call))).toBe('InvalidParameterException 400');
  });

  it('gives a new identity once the old one is deleted', async () => {
    const old = await identityOf('carol');
    await aws.identity.send(new DeleteIdentitiesCommand({ IdentityIdsToDelete: [old] }));
    expect(await identityOf('carol')).not.toBe(old);
    const stale = credentialsOf(old, { [provider]: idToken('carol') });
    expect(await outcomeOf(stale)).toBe('ResourceNotFoundException 400');
  });

  it('records its calls without the token', async () => {
    const token = idToken('alice');
    await getId({ [provider]: token });
    const recorded = await (await fetch(`${aws.iotCore.controlUrl}/_local/calls`)).text();
    expect(JSON.parse(recorded)).toEqual([
      {
        service: 'cognito-identity',
        operation: 'GetId',
        input: { IdentityPoolId: identityPoolId, Logins: { [provider]: '(token)' } },
        status: 200,
        at: expect.stringMatching(/^\d{4}-.*Z$/),
      },
    ]);
    expect(recorded).not.toContain(token.slice(0, 20));
  });

  it('answers browsers of any origin, as AWS does', async () => {
    await expectOpenToBrowsers(aws.identityPool.url);
  });

  it('knows no other operation', async () => {
    const response = await fetch(aws.identityPool.url, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSCognitoIdentityService.constructor' },
      body: '{}',
    });
    expect([response.status, await response.json()]).toEqual([
      400,
      { __type: 'UnknownOperationException', message: 'No such operation' },
    ]);
  });
});

const forged = (token: string): string => {
  const [header, claims = '', signature] = token.split('.');
  const changed = { ...JSON.parse(Buffer.from(claims, 'base64url').toString()), sub: 'bob' };
  return [header, Buffer.from(JSON.stringify(changed)).toString('base64url'), signature].join('.');
};
