// Tokens of the local user pool as no sign-in would give them out: its signing key is public.
import { createPrivateKey, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import keys from 'cognito-local/lib/keys/cognitoLocal.private.json' with { type: 'json' };
import type { StackDescription } from '../../local/stack-description.ts';

type Claims = Readonly<Record<string, unknown>>;

/** An ID token of somebody who signed in a minute ago, with the given claims changed. */
export const idTokenOf = (stack: StackDescription, claims: Claims & { readonly sub: string }): string =>
  signed({ ...common(stack), token_use: 'id', aud: stack.userPoolClientId, ...claims }, poolKey);

/** What comes along with it, for the user pool's own API. */
export const accessTokenOf = (stack: StackDescription, claims: Claims & { readonly sub: string }): string =>
  signed(
    {
      ...common(stack),
      token_use: 'access',
      client_id: stack.userPoolClientId,
      scope: 'aws.cognito.signin.user.admin',
      ...claims,
    },
    poolKey,
  );

/** The same, by a key that the user pool does not have. */
export const forgedTokenOf = (stack: StackDescription, claims: Claims & { readonly sub: string }): string =>
  signed({ ...common(stack), token_use: 'id', aud: stack.userPoolClientId, ...claims }, foreignKey);

/** RFC 7519 §6.1. */
export const unsignedTokenOf = (stack: StackDescription, claims: Claims & { readonly sub: string }): string =>
  `${encoded({ alg: 'none' })}.${encoded({ ...common(stack), token_use: 'id', aud: stack.userPoolClientId, ...claims })}.`;

export const issuerOf = (userPoolId: string): string =>
  `https://cognito-idp.us-east-1.amazonaws.com/${userPoolId}`;

export const secondsFromNow = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

const poolKey = createPrivateKey({ key: keys.jwk, format: 'jwk' });
const foreignKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

const common = ({ userPoolId }: StackDescription): Claims => ({
  iss: issuerOf(userPoolId),
  iat: secondsFromNow(-60),
  auth_time: secondsFromNow(-60),
  exp: secondsFromNow(3600),
});

const encoded = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');

const signed = (claims: Claims, key: KeyObject): string => {
  const input = [{ alg: 'RS256', kid: keys.jwk.kid }, claims].map(encoded).join('.');
  return `${input}.${createSign('RSA-SHA256').update(input).sign(key, 'base64url')}`;
};
