import { describe, expect, it } from 'vitest';
import { claimsOf } from '../../../web/sign-in/id-token-claims.ts';
import { idToken } from './id-token.ts';

describe('the claims of an ID token', () => {
  it('are read with their times in milliseconds', () => {
    const token = idToken({ 'cognito:groups': ['admins'], aud: 'app', iat: 1000, exp: 4600 });
    expect(claimsOf(token)).toEqual({
      sub: 'user-1',
      email: 'alice@example.com',
      groups: ['admins'],
      issuer: 'https://pool',
      audience: 'app',
      issuedAt: 1_000_000,
      expiresAt: 4_600_000,
    });
  });

  it('are read as UTF-8, in base64url of any length', () => {
    for (const email of ['ä@example.com', 'üé@example.com', '日本@example.com', '🦀🦀@example.com']) {
      expect(claimsOf(idToken({ email })).email).toBe(email);
    }
  });

  it('take the user name, else the user ID, where there is no email address', () => {
    expect(claimsOf(idToken({ email: undefined, 'cognito:username': 'bob' })).email).toBe('bob');
    expect(claimsOf(idToken({ email: undefined })).email).toBe('user-1');
  });

  it.each(['', 'no token', 'a.b.c', `a.${Buffer.from('[]').toString('base64url')}.c`, idToken({ sub: 7 })])(
    'are refused of %j, without a word of the token',
    (token) => {
      expect(() => claimsOf(token)).toThrow('The user pool gave something that is not an ID token.');
    },
  );
});
