// Entity tags (RFC 9110 §8.8.3): the version of what is changed, so that no change overwrites one it has not seen.
import * as z from 'zod/mini';

/** Strong: the same version is the same content. */
export const entityTag = (version: number): string => `"${version}"`;

/** `any` for `*`; else the versions that the tags name. */
type IfMatch = 'any' | readonly number[];

/** §13.1.1: strong comparison – a weak tag matches nothing, nor does a tag of somebody else's. */
const parseIfMatch = (text: string): IfMatch | undefined => {
  const tags = text.trim();
  if (tags === '*') return 'any';
  if (!listOfTags.test(tags)) return undefined;
  return [...tags.matchAll(versionTag)].flatMap(([, weak, version]) =>
    weak === undefined ? [Number(version)] : [],
  );
};

/** §5.6.1.2: a list may have empty elements, and must have one that is not. */
const tag = '(?:W/)?"[\\x21\\x23-\\x7e\\x80-\\uffff]*"';
const listOfTags = new RegExp(`^(?:[ \\t]*,)*[ \\t]*${tag}(?:[ \\t]*,(?:[ \\t]*${tag})?)*[ \\t]*$`);
const versionTag = /(W\/)?"([1-9]\d{0,14})"/g;

/** As the header has it, and as a batch operation has it. */
export const ifMatch = z
  .pipe(
    z.string().check(z.maxLength(1024)),
    z.transform((text: string, context) => {
      const versions = parseIfMatch(text);
      if (versions !== undefined) return versions;
      context.issues.push({
        code: 'custom',
        message: 'If-Match is * or a list of ETags in quotes.',
        input: text,
      });
      return z.NEVER;
    }),
  )
  .check(
    z.meta({
      description:
        'The ETag of the version that was seen, or `*` for any. 428 without it, 412 when it is not current.',
      examples: ['"3"'],
    }),
  );

/** Whether it is there is judged by the route: without it, the answer is 428 and not 400. */
export const IfMatchHeader = z.object({ 'if-match': z.optional(ifMatch) });
