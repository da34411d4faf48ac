import { describe, expect, it } from 'vitest';
import { headerOf } from '../../src/http/header.ts';

describe('a header', () => {
  it.each(['If-Match', 'if-match', 'IF-MATCH'])('is found as %s', (name) => {
    expect(headerOf({ headers: { Accept: '*/*', [name]: '"1"' } }, 'if-match')).toBe('"1"');
  });

  it('on several lines is one list, none of which is preferred', () => {
    const headers = { 'If-Match': '"2"' };
    const multiValueHeaders = { 'If-Match': ['"1"', '"2"'] };
    expect(headerOf({ headers, multiValueHeaders }, 'if-match')).toBe('"1", "2"');
  });

  it('in several spellings is one list', () => {
    const headers = { Authorization: 'a.b.c', authorization: 'd.e.f' };
    expect(headerOf({ headers }, 'authorization')).toBe('a.b.c, d.e.f');
    const multiValueHeaders = { Authorization: ['a.b.c'], authorization: ['d.e.f'] };
    expect(headerOf({ headers, multiValueHeaders }, 'authorization')).toBe('a.b.c, d.e.f');
  });

  it('that was not sent is none', () => {
    expect(headerOf({ headers: { Accept: undefined } }, 'accept')).toBeUndefined();
    expect(headerOf({ headers: {} }, 'if-match')).toBeUndefined();
  });
});
