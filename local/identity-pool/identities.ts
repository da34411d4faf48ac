// The pool's identities: one per login, the same after a restart, a new one after deletion.
import { createHash } from 'node:crypto';
import { type IdentityId, parseIdentityId } from '../../src/domain/identifiers.ts';

export type Identities = {
  /** The identity of a user pool login, made when there is none. */
  readonly of: (login: string) => IdentityId;
  readonly loginOf: (identityId: string) => string | undefined;
  /** `false` when there is no such identity. */
  readonly remove: (identityId: string) => boolean;
};

export const createIdentities = (region: string, identityPoolId: string): Identities => {
  const identities = new Map<string, IdentityId>();
  const logins = new Map<string, string>();
  const deletions = new Map<string, number>();
  return {
    of: (login) => {
      const known = identities.get(login);
      if (known) return known;
      const made = identityFor(region, [identityPoolId, login, String(deletions.get(login) ?? 0)]);
      identities.set(login, made);
      logins.set(made, login);
      return made;
    },
    loginOf: (identityId) => logins.get(identityId),
    remove: (identityId) => {
      const login = logins.get(identityId);
      if (login === undefined) return false;
      logins.delete(identityId);
      identities.delete(login);
      deletions.set(login, (deletions.get(login) ?? 0) + 1);
      return true;
    },
  };
};

/** A UUID (RFC 9562 §5.8, version 8) from what it stands for, so that it needs no storing. */
const identityFor = (region: string, parts: readonly string[]): IdentityId => {
  const hex = createHash('sha256').update(parts.join('\n')).digest('hex');
  const uuid = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  const identityId = parseIdentityId(`${region}:${uuid.join('-')}`);
  if (identityId === undefined) throw new Error(`${region} is not a region`);
  return identityId;
};
