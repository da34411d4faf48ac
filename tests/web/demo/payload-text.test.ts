import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { payloadText } from '../../../web/demo/payload-text.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('the text of a payload', () => {
  it.each([
    ['', 'empty', ''],
    ['hello', 'text', 'hello'],
    ['two\nlines\tand ✓ 🦀', 'text', 'two\nlines\tand ✓ 🦀'],
    ['{"a":[1,2]}', 'JSON', '{\n  "a": [\n    1,\n    2\n  ]\n}'],
    [' [ ] ', 'JSON', '[]'],
    ['"text in quotes"', 'text', '"text in quotes"'],
    ['21.5', 'text', '21.5'],
    ['{"a":', 'text', '{"a":'],
    ['bell\u0007', 'binary', '62 65 6c 6c 07'],
  ])('of %j is %s', (payload, kind, text) => {
    expect(payloadText(bytes(payload))).toEqual({ kind, text, isCut: false });
  });

  it.each([
    ['{"id": 12345678901234567890}'], // Number would round it.
    ['{"n": 1.0}'],
    ['{"a": 1, "a": 2}'],
    ['{"b": 1, "1": 2}'], // Would be put in another order.
  ])('of %s stays as it came, since reading it would change it', (payload) => {
    expect(payloadText(bytes(payload))).toEqual({ kind: 'JSON', text: payload, isCut: false });
  });

  it.each([[[0xff]], [[0xc3]], [[0xed, 0xa0, 0x80]], [[0x00]]])('is hexadecimal for %j', (values) => {
    expect(payloadText(Uint8Array.from(values)).kind).toBe('binary');
  });

  it('is cut off after some lines, and says so', () => {
    expect(payloadText(bytes('x'.repeat(1001)))).toEqual({
      kind: 'text',
      text: 'x'.repeat(1000),
      isCut: true,
    });
    expect(payloadText(bytes('x'.repeat(1000))).isCut).toBe(false);
    const { kind, text, isCut } = payloadText(new Uint8Array(100_000));
    expect([kind, text.length, isCut]).toEqual(['binary', 1000, true]);
  });

  it('loses nothing of any short JSON but blanks', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const { text, isCut } = payloadText(bytes(json));
        fc.pre(!isCut);
        expect(JSON.parse(text)).toEqual(JSON.parse(json));
      }),
    );
  });
});
