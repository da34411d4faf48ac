// Pages of lists: what is answered, and the cursor that leads from one to the next.
import * as z from 'zod/mini';

/** Names the list, so that no cursor leads into another; and its own form, which may change. */
const stamp = (list: string): string => `1:${list}:`;

/** Opaque to clients: the key after which the next page begins. */
const formatCursor = (list: string, after: string): string =>
  Buffer.from(stamp(list) + after).toString('base64url');

const parseCursor = (list: string, text: string): string | undefined => {
  const key = Buffer.from(text, 'base64url').toString();
  const after = key.slice(stamp(list).length);
  return key.startsWith(stamp(list)) && after !== '' && formatCursor(list, after) === text
    ? after
    : undefined;
};

/** The query parameter, for the list of that name. */
export const cursorOf = (list: string) =>
  z
    .pipe(
      z.string().check(z.maxLength(2048)),
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
