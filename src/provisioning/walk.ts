// A list too long for one go: a slice of it at a time, page by page, each of a page's items by itself.
import type { Page, PageRequest } from './ports.ts';

export type Walked = { readonly outcome: 'over' } | { readonly outcome: 'stopped'; readonly after: string };

/** Few enough to be done with in `pageMs`, many enough not to wait for one answer after the other. */
const pageLength = 10;
/** In one go: then other work has its turn. */
const pagesAtOnce = 5;
/** A page is not begun with less time than this. */
const pageMs = 10_000;

/** Never fails for one item's sake: `visit` is to see to what it throws. The first page is begun in any case. */
export const walk = async <Item>({
  list,
  visit,
  after,
  until,
  clock,
}: {
  readonly list: (page: PageRequest) => Promise<Page<Item>>;
  readonly visit: (items: readonly Item[]) => Promise<void>;
  readonly after: string | undefined;
  /** Epoch milliseconds. */
  readonly until: number;
  readonly clock: () => number;
}): Promise<Walked> => {
  let from = after;
  for (let pages = 0; pages === 0 || (pages < pagesAtOnce && until - clock() >= pageMs); pages++) {
    const page = await list({ limit: pageLength, after: from });
    await visit(page.items);
    if (page.after === undefined) return { outcome: 'over' };
    from = page.after;
  }
  return from === undefined ? { outcome: 'over' } : { outcome: 'stopped', after: from };
};
