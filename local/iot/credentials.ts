// Temporary credentials that the identity pool has handed out, and whose they are.
import { randomBytes } from 'node:crypto';
import type { IdentityId } from '../../src/domain/identifiers.ts';
import { ok, type Result, refuse } from '../../src/domain/result.ts';

export type Credentials = {
  readonly accessKeyId: string;
  readonly secretKey: string;
  readonly sessionToken: string;
  readonly identityId: IdentityId;
  /** Milliseconds. */
  readonly expiresAt: number;
};

export type CredentialStore = {
  /** Credentials of an identity live for an hour. */
  readonly issue: (identityId: IdentityId, now: number) => Credentials;
  readonly find: (accessKeyId: string) => Credentials | undefined;
};

const lifetime = 3_600_000;

export const createCredentialStore = (): CredentialStore => {
  const issued = new Map<string, Credentials>();
  return {
    issue: (identityId, now) => {
      const credentials: Credentials = {
        accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
        secretKey: randomBytes(30).toString('base64'),
        sessionToken: randomBytes(96).toString('base64'),
        identityId,
        expiresAt: now + lifetime,
      };
      issued.set(credentials.accessKeyId, credentials);
      return credentials;
    },
    find: (accessKeyId) => issued.get(accessKeyId),
  };
};

/** The credentials of a signed request, refused with the reason. */
export const liveCredentials = (
  store: CredentialStore,
  accessKeyId: string,
  sessionToken: unknown,
  now: number,
): Result<Credentials, string> => {
  const credentials = store.find(accessKeyId);
  if (credentials === undefined) return refuse('the access key is unknown');
  if (credentials.sessionToken !== sessionToken) return refuse('the session token is wrong');
  return credentials.expiresAt > now ? ok(credentials) : refuse('the credentials have expired');
};
