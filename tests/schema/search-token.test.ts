import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatSearchToken, parseSearchToken } from '../../src/schema/search-token.ts';

const query = ['user', 'publish', 'topic', 'a/b', ''];

describe('a search token', () => {
  it('leads back to where it was given out', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.string({ minLength: 1 }), (asked, after) => {
        expect(parseSearchToken(asked, formatSearchToken(asked, after))).toEqual({ after });
      }),
    );
    expect(parseSearchToken(query, formatSearchToken(query))).toEqual({ after: undefined });
  });

  it('is for the very query that it was given out for', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string()), (one, other) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other));
        expect(parseSearchToken(other, formatSearchToken(one, 'user-1'))).toBeUndefined();
      }),
    );
  });

  it.each(['', 'x', 'bnVsbA', 'WzEsMiwzXQ', Buffer.from('[2,"","a"]').toString('base64url')])(
    'is not %j',
    (token) => {
      expect(parseSearchToken(query, token)).toBeUndefined();
    },
  );
});
