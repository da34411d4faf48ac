// Pages of lists: what is answered, and the cursor that leads from one to the next.
import * as z from 'zod/mini';
import { sha256Hex } from '../domain/sha256.ts';

/**
 * Opaque to clients: the key after which the next page begins, with a digest that tells this list's cursors, in their
 * present form, from those of another list and from what was cut or mistyped on the way.
 */
const formatCursor = (list: string, after: string): string =>
  Buffer.from(digestOf(list, after) + after).toString('base64url');

const parseCursor = (list: string, text: string): string | undefined => {
  const after = Buffer.from(text, 'base64url').toString().slice(digestLength);
  return formatCursor(list, after) === text ? after : undefined;
};

const digestLength = 8;
const form = 1;

const digestOf = (list: string, after: string): string =>
  sha256Hex(`${form}/${list}/${after}`).slice(0, digestLength);

/** The query parameter, for the list of that name. */
export const cursorOf = (list: string) =>
  z
    .pipe(
      z.string().check(z.maxLength(1024)),
      z.transform((text: string, context) => {
        const after = parseCursor(list, text);
        if (after !== undefined) return after;
        const message = 'The cursor is not one that this list has given out.';
        context.issues.push({ code: 'custom', message, input: text });
        return z.NEVER;
      }),
    )
    .check(z.meta({ description: "The previous page's `cursor`: the page after it." }));

/** A page as it is answered. */
export const listOf = <Item extends z.ZodMiniType>(item: Item) =>
  z.strictObject({
    items: z.array(item),
    cursor: z.optional(
      z.string().check(z.describe('Leads to the next page; absent on the last. A page may be short.')),
    ),
  });

export const listBody = <Item, Body>(
  list: string,
  page: { readonly items: readonly Item[]; readonly after?: string | undefined },
  bodyOf: (item: Item) => Body,
) => ({
  items: page.items.map(bodyOf),
  ...(page.after !== undefined && { cursor: formatCursor(list, page.after) }),
});
