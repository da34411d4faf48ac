// A user pool's signing key on this machine, and tokens signed by it (or wrongly).
import { createPrivateKey, createSign, generateKeyPairSync } from 'node:crypto';
import { startLocalServer } from '../../../local/iot/local-server.ts';

export const userPoolId = 'us-east-1_Abcdefghi';
export const userPoolClientId = '4a1b2c3d4e5f6g7h8i9j0k1l2m';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const kid = 'key-1';

export const startUserPoolKeys = async () => {
  const keys = [{ ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' }];
  const { port, close } = await startLocalServer((_, response) => response.end(JSON.stringify({ keys })), 0);
  return { jwksUrl: `http://127.0.0.1:${port}/jwks.json`, close };
};

export const idToken = (sub: string, claims: Readonly<Record<string, unknown>> = {}): string =>
  signed({ ...usual(sub), ...claims }, privateKey.export({ format: 'pem', type: 'pkcs8' }).toString());

export const tokenOfStranger = (sub: string): string =>
  signed(usual(sub), stranger.export({ format: 'pem', type: 'pkcs8' }).toString());

const usual = (sub: string): Record<string, unknown> => ({
  sub,
  iss: `https://cognito-idp.us-east-1.amazonaws.com/${userPoolId}`,
  aud: userPoolClientId,
  token_use: 'id',
  iat: Math.floor(Date.now() / 1000),
  exp: Math.floor(Date.now() / 1000) + 3600,
});

const signed = (claims: Readonly<Record<string, unknown>>, key: string): string => {
  const text = [{ alg: 'RS256', kid }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${text}.${createSign('RSA-SHA256').update(text).sign(createPrivateKey(key), 'base64url')}`;
};
