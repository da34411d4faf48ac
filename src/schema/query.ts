// Query parameters, which are strings all of them.
import * as z from 'zod/mini';

/** Exactly `true` or `false`; false when absent. */
export const flag = z.pipe(
  z._default(z.enum(['true', 'false']), 'false'),
  z.transform((text) => text === 'true'),
);

const maximumLimit = 200;

/** How many items a page has at most. */
export const limit = z
  .pipe(
    z._default(z.string(), '50'),
    z.transform((text: string, context) => {
      const count = /^\d{1,3}$/.test(text) ? Number(text) : 0;
      if (count >= 1 && count <= maximumLimit) return count;
      const message = `limit is a whole number from 1 to ${maximumLimit}.`;
      context.issues.push({ code: 'custom', message, input: text });
      return z.NEVER;
    }),
  )
  .check(z.meta({ description: `Items per page, 1 to ${maximumLimit}.`, examples: ['50'] }));
