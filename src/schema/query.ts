// Query parameters, which are strings all of them.
import * as z from 'zod/mini';

/** Exactly `true` or `false`; false when absent. */
export const flag = z.pipe(
  z._default(z.enum(['true', 'false']), 'false'),
  z.transform((text) => text === 'true'),
);

const limits = { minimum: 1, maximum: 200, default: 50 };

/** How many items a page has at most. */
export const limit = z
  .pipe(
    z.optional(z.string()),
    z.transform((text: string | undefined, context) => {
      const count = text === undefined ? limits.default : /^\d{1,3}$/.test(text) ? Number(text) : 0;
      if (count >= limits.minimum && count <= limits.maximum) return count;
      const message = `limit is a whole number from ${limits.minimum} to ${limits.maximum}.`;
      context.issues.push({ code: 'custom', message, input: text });
      return z.NEVER;
    }),
  )
  .check(
    z.meta({ type: 'integer', ...limits, description: 'How many items a page has at most; 50 when absent.' }),
  );
