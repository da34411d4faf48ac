// Instants: RFC 3339 outside, epoch milliseconds inside.
import * as z from 'zod/mini';

/** The last one with a year of four digits (RFC 3339 §1). */
const latest = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

const detail = 'An instant is written as in RFC 3339, with Z or an offset: 2026-12-31T23:00:00Z.';

/** As a request has it. */
export const instant = z.pipe(
  z.iso.datetime({ offset: true, error: detail }),
  z.transform((text: string, context) => {
    const at = Date.parse(text);
    if (at <= latest) return at;
    context.issues.push({ code: 'custom', message: 'The year has at most four digits.', input: text });
    return z.NEVER;
  }),
);

/** As an answer has it: in UTC, with milliseconds. */
export const timestamp = z.iso.datetime();

export const formatInstant = (at: number): string => new Date(at).toISOString();
