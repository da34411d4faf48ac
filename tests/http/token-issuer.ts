// A user pool's issuer for tests: signs what it is told to, and serves its key set on a loopback port.
import { createSign, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export const userPoolId = 'us-east-1_TestPool1';
export const clientId = 'testclient';

type Claims = Readonly<Record<string, unknown>>;

export const startTokenIssuer = async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const keys = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'key-1', alg: 'RS256', use: 'sig' }] };
  let fetches = 0;
  const server = createServer((_request, response) => {
    fetches += 1;
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify(keys));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const sign = (claims: Claims, header: Claims = {}, key = privateKey): string => {
    const input = [{ alg: 'RS256', kid: 'key-1', ...header }, claims].map(encode).join('.');
    return `${input}.${createSign('RSA-SHA256').update(input).sign(key, 'base64url')}`;
  };

  return {
    jwksUri: `http://127.0.0.1:${port}/jwks.json`,
    sign,
    /** The ID token of a user who signed in a minute ago, with the given claims changed. */
    idToken: (claims: Claims = {}, header: Claims = {}) => sign(idClaims(claims), header),
    /** Signed by someone else's key under the same key ID. */
    forged: (claims: Claims = {}) =>
      sign(idClaims(claims), {}, generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey),
    fetches: () => fetches,
    close: () => new Promise((done) => server.close(done)),
  };
};

export type TokenIssuer = Awaited<ReturnType<typeof startTokenIssuer>>;

const idClaims = (claims: Claims): Claims => {
  const now = Math.floor(Date.now() / 1000);
  return {
    sub: '11111111-1111-4111-8111-111111111111',
    iss: `https://cognito-idp.us-east-1.amazonaws.com/${userPoolId}`,
    aud: clientId,
    token_use: 'id',
    iat: now - 60,
    exp: now + 3600,
    ...claims,
  };
};

const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');
