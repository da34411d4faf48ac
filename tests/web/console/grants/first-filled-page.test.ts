import { describe, expect, it } from 'vitest';
import { firstFilledPage } from '../../../../web/console/grants/first-filled-page.ts';

/** Pages by what they hold; each leads to the next. */
const listOf = (...pages: readonly (readonly number[])[]) => {
  const asked: (string | undefined)[] = [];
  const load = async (cursor: string | undefined) => {
    asked.push(cursor);
    const index = Number(cursor ?? 0);
    const isLast = index === pages.length - 1;
    return { items: pages[index] ?? [], ...(!isLast && { cursor: String(index + 1) }) };
  };
  return { load, asked };
};

describe('a page of a filtered list', () => {
  it('is the first one when it holds something', async () => {
    const { load, asked } = listOf([1], [2]);
    expect(await firstFilledPage(load, undefined)).toEqual({ items: [1], cursor: '1' });
    expect(asked).toEqual([undefined]);
  });

  it('is the next one that holds something', async () => {
    const { load } = listOf([], [], [3], [4]);
    expect(await firstFilledPage(load, undefined)).toEqual({ items: [3], cursor: '3' });
  });

  it('goes on from where the last one ended', async () => {
    const { load, asked } = listOf([1], [], [3]);
    expect(await firstFilledPage(load, '1')).toEqual({ items: [3] });
    expect(asked).toEqual(['1', '2']);
  });

  it('is empty at the end of the list', async () => {
    expect(await firstFilledPage(listOf([], []).load, undefined)).toEqual({ items: [] });
  });

  it('is empty, with more to come, after as many empty ones as are looked at unasked', async () => {
    const { load, asked } = listOf([], [], [], [4]);
    expect(await firstFilledPage(load, undefined, 3)).toEqual({ items: [], cursor: '3' });
    expect(asked).toHaveLength(3);
  });
});
