// A filtered page may be short, or empty, while there is more: goes on to the first one that holds something.

type Page<Item> = { readonly items: readonly Item[]; readonly cursor?: string };

/** Gives up after `limit` empty pages, so that a long list is not walked unasked. */
export const firstFilledPage = async <Item>(
  load: (cursor: string | undefined) => Promise<Page<Item>>,
  cursor: string | undefined,
  limit = 5,
): Promise<Page<Item>> => {
  const page = await load(cursor);
  const isLast = page.cursor === undefined || limit <= 1;
  return page.items.length > 0 || isLast ? page : firstFilledPage(load, page.cursor, limit - 1);
};
