import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { authorizationCodes, authorizationRequest } from './authorization-codes.ts';

const verifier = 'a'.repeat(43);
const client = { id: 'app', callbackUrls: ['http://localhost:8000/'] };
const query = {
  response_type: 'code',
  client_id: 'app',
  redirect_uri: 'http://localhost:8000/',
  scope: 'openid email',
  state: 's',
  code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  code_challenge_method: 'S256',
};

describe('a request for a code', () => {
  it.each([
    ['another client', { client_id: 'other' }],
    ['another page to come back to', { redirect_uri: 'http://localhost:8000/other' }],
    ['tokens in the address', { response_type: 'token' }],
    ['no challenge', { code_challenge: '' }],
    ['a challenge in clear', { code_challenge_method: 'plain' }],
    ['another scope', { scope: 'openid profile' }],
  ])('is refused with %s', (_with, change) => {
    expect(authorizationRequest(new URLSearchParams({ ...query, ...change }), client)).toBeUndefined();
  });
});

describe('a code', () => {
  const form = { client_id: 'app', redirect_uri: 'http://localhost:8000/', code_verifier: verifier };
  const issued = () => {
    const codes = authorizationCodes<string>();
    const request = authorizationRequest(new URLSearchParams(query), client);
    if (!request) throw new Error('The request was refused.');
    const code = codes.issue(request, 'tokens');
    return (change: Readonly<Record<string, string>> = {}) =>
      codes.redeem(new URLSearchParams({ ...form, code, ...change }));
  };

  it('is worth the tokens, once', () => {
    const redeem = issued();
    expect([redeem(), redeem()]).toEqual(['tokens', undefined]);
  });

  it.each([
    ['another verifier', { code_verifier: 'b'.repeat(43) }],
    ['the verifier missing', { code_verifier: '' }],
    ['another client', { client_id: 'other' }],
    ['another page', { redirect_uri: 'http://localhost:8000/other' }],
    ['another code', { code: 'guessed' }],
  ])('is worth nothing with %s', (_with, change) => {
    expect(issued()(change)).toBeUndefined();
  });
});
