import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { cursorOf, listBody, listOf } from '../../src/schema/list.ts';

const cursorAfter = (list: string, after: string) =>
  listBody(list, { items: [], after }, String).cursor ?? '';

describe('a cursor', () => {
  it('leads to where its page ended, whatever the key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 128 }), (after) => {
        fc.pre(after.isWellFormed());
        const cursor = cursorAfter('groups', after);
        expect(cursorOf('groups').parse(cursor)).toBe(after);
        expect(cursor).toMatch(/^[\w-]+$/); // needs no escaping in a URL
      }),
    );
  });

  it('tells nothing at a glance', () => {
    expect(cursorAfter('grants', '01KAR3C6V8Y3G5T0N8J1N5Q2ZB')).not.toContain('01KAR3');
  });

  const cursor = cursorAfter('grants', 'grant-1');
  it.each([
    ['of another list', cursorAfter('groups', 'grant-1')],
    ['empty', ''],
    ['cut off', cursor.slice(0, -1)],
    ['longer', `${cursor}AA`],
    ['with padding', `${cursor}=`],
    ['with a blank', ` ${cursor}`],
    ['in plain text', 'grant-1'],
    ['with a letter changed', `A${cursor.slice(1)}`],
    ['with a letter changed at its end', `${cursor.slice(0, -2)}AA`],
    ['without a digest', Buffer.from('grant-1').toString('base64url')],
    [
      'of bytes that are no text',
      Buffer.from([...Buffer.from(cursor, 'base64url'), 0xff]).toString('base64url'),
    ],
    [
      'in the other base64',
      Buffer.from(cursorAfter('grants', '\u{10ffff}???>'), 'base64url').toString('base64'),
    ],
    ['that is a number', 7],
    ['too long', cursorAfter('grants', 'a'.repeat(1024))],
  ])('%s is refused', (_what, text) => {
    expect(cursorOf('grants').safeParse(text).success).toBe(false);
  });
});

describe('a list', () => {
  it('has a cursor unless it is the last page', () => {
    const body = (after?: string) => listBody('grants', { items: [1, 2], after }, (item) => ({ item }));
    expect(body()).toEqual({ items: [{ item: 1 }, { item: 2 }] });
    expect(listOf(z.object({ item: z.int() })).parse(body('2'))).toMatchObject({
      cursor: expect.any(String),
    });
  });
});
