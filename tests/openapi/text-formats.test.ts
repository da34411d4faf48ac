// What the document says of texts is what the parsers take, as far as a pattern can say it.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { parametersOf } from '../../src/openapi/components.ts';
import { textFormats } from '../../src/openapi/text-formats.ts';
import { deviceId, groupName, subject, userId } from '../../src/schema/identifiers.ts';
import { limit } from '../../src/schema/query.ts';

const matches = (schema: z.ZodMiniType, text: string): boolean => {
  const { pattern, maxLength = Infinity } = Format.parse(textFormats.get(schema));
  return new RegExp(pattern, 'u').test(text) && text.length <= maxLength;
};

const Format = z.object({ pattern: z.string(), maxLength: z.optional(z.number()) });

const characters = fc.constantFrom(...'aZ0_-/. é💡\n\u0000{}');
const texts = fc.oneof(
  fc.array(characters, { maxLength: 130 }).map((list) => list.join('')),
  fc.nat(130).map((length) => 'a'.repeat(length)),
  fc.constantFrom('everyone', 'user/a', 'group/a/b', 'user/', 'group/', 'Everyone', 'user/a b'),
);

describe.each([
  ['device IDs', deviceId],
  ['user IDs', userId],
  ['group names', groupName],
] as const)('the pattern of %s', (_, schema) => {
  it('takes what the parser takes, and nothing else', () => {
    const law = fc.property(texts, (text) => matches(schema, text) === schema.safeParse(text).success);
    expect(fc.check(law)).toMatchObject({ failed: false });
  });
});

describe('the pattern of subjects', () => {
  it('takes all that the parser takes', () => {
    const subjects = fc.oneof(texts, ...['user/', 'group/'].map((kind) => texts.map((text) => kind + text)));
    const law = fc.property(subjects, (text) => matches(subject, text) || !subject.safeParse(text).success);
    expect(fc.check(law)).toMatchObject({ failed: false });
  });

  it.each(['', 'nobody', 'user/', 'group/', 'user/a b', 'everyone/x', 'x everyone'])('refuses %j', (text) => {
    expect(matches(subject, text)).toBe(false);
  });
});

describe('the limit of a list', () => {
  const [described] = parametersOf(z.strictObject({ limit }));

  it.each([
    ['1', true],
    ['200', true],
    ['0', false],
    ['201', false],
    ['1.5', false],
  ])('is described as the parser takes it: %s, %s', (text, taken) => {
    const { minimum, maximum } = z
      .object({ minimum: z.number(), maximum: z.number() })
      .parse(described?.schema);
    expect(limit.safeParse(text).success).toBe(taken);
    expect(Number.isInteger(Number(text)) && Number(text) >= minimum && Number(text) <= maximum).toBe(taken);
  });

  it('has the default that the parser puts in, and need not be given', () => {
    expect(described).toMatchObject({
      required: false,
      schema: { type: 'integer', default: limit.parse(undefined) },
    });
  });
});
