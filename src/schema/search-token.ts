// The opaque token between the pages of a search (AuthZEN §8.2).
import * as z from 'zod/mini';
import { sha256Hex } from '../domain/sha256.ts';

/** Its own form, which may change; what is searched for; after whom the search goes on, nobody at first. */
const content = z.tuple([z.literal(1), z.string(), z.string()]);

/** `query` is what is searched for, by any texts that say it all. */
export const formatSearchToken = (query: readonly string[], after = ''): string =>
  Buffer.from(JSON.stringify([1, digestOf(query), after])).toString('base64url');

/** Nothing for what is no such token, or one of another query: "all entities … MUST be identical" (§8.2). */
export const parseSearchToken = (
  query: readonly string[],
  token: string,
): { readonly after: string | undefined } | undefined => {
  const read = content.safeParse(decode(token));
  if (!read.success) return undefined;
  const [, digest, after] = read.data;
  return digest === digestOf(query) ? { after: after === '' ? undefined : after } : undefined;
};

const digestOf = (query: readonly string[]): string => sha256Hex(JSON.stringify(query)).slice(0, 16);

const decode = (token: string): unknown => {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString());
  } catch {
    return undefined;
  }
};
