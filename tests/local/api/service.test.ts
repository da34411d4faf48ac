// The service itself behind the local API, without anything behind the service.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalApi, startApi } from '../../../local/api/start-api.ts';
import { idToken, startUserPoolKeys, userPoolClientId, userPoolId } from '../iot/user-pool-keys.ts';

describe('the service', () => {
  let keys: Awaited<ReturnType<typeof startUserPoolKeys>>;
  let api: LocalApi;
  beforeAll(async () => {
    keys = await startUserPoolKeys();
    api = await startApi({
      port: 0,
      region: 'us-east-1',
      env: {
        USER_POOL_ID: userPoolId,
        USER_POOL_CLIENT_IDS: userPoolClientId,
        IDENTITY_POOL_ID: 'us-east-1:11111111-2222-4333-8444-555555555555',
        TABLE_NAME: 'iot-attache-local',
        POLICY_PREFIX: 'iot-attache-local',
        ACCOUNT_ID: '123456789012',
        ADMIN_GROUP: 'admins',
        CORS_ORIGINS: 'http://127.0.0.1:8000',
        JWKS_URI: keys.jwksUrl,
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: 'local',
      },
    });
  }, 60_000);
  afterAll(async () => {
    await api?.close();
    await keys?.close();
  });

  it('answers what is public without a token', async () => {
    const response = await fetch(`${api.url}/health`);
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
  });

  it.each([
    ['POST', '/register-device'],
    ['GET', '/me'],
    ['DELETE', '/me/devices/web-1'],
    ['POST', '/grants'],
    ['GET', '/groups/plant%201'],
    ['POST', '/access/v1/evaluation'],
    ['GET', '/audit-events'],
  ])('wants a token for %s %s', async (method, path) => {
    const response = await fetch(`${api.url}${path}`, { method });
    expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([401, 'UNAUTHORIZED']);
  });

  // Answering this takes all that a function does when it starts, its whole configuration included.
  it.each([
    ['/register-device', 'POST'],
    ['/me', 'GET'],
    ['/me/devices/web-1', 'DELETE'],
    ['/grants/batch', 'POST'],
    ['/grants/01J', 'GET, PUT, DELETE'],
    ['/groups/plant%201', 'GET, PUT, DELETE'],
    ['/access/v1/search/subject', 'POST'],
    ['/audit-events', 'GET'],
    ['/health', 'GET'],
    ['/.well-known/authzen-configuration', 'GET'],
  ])('starts the function of %s with what serverless.yml declares for it', async (path, allowed) => {
    const response = await fetch(`${api.url}${path}`, {
      method: 'PATCH',
      headers: { authorization: idToken('alice'), origin: 'http://127.0.0.1:8000' },
    });
    expect([response.status, response.headers.get('allow')]).toEqual([405, allowed]);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(response.headers.get('access-control-allow-origin')).toBe('http://127.0.0.1:8000');
  });

  it.each(['GET', 'PUT', 'DELETE', 'HEAD'])('takes %s /grants/batch for no grant', async (method) => {
    const response = await fetch(`${api.url}/grants/batch`, {
      method,
      headers: { authorization: idToken('alice') },
    });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('shows no origin that it does not know its answers', async () => {
    const response = await fetch(`${api.url}/health`, { headers: { origin: 'https://evil.example' } });
    expect(response.headers.has('access-control-allow-origin')).toBe(false);
    await response.arrayBuffer();
  });
});
