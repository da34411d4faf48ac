/** One reference token of a JSON pointer (RFC 6901 §3). */
export const escapePointer = (token: string): string => token.replaceAll('~', '~0').replaceAll('/', '~1');

/** The pointer to where `path` leads. */
export const jsonPointer = (path: readonly PropertyKey[]): string =>
  path.map((token) => `/${escapePointer(String(token))}`).join('');
