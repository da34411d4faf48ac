// What is permitted, as answers list it.
import * as z from 'zod/mini';

export const action = z
  .enum(['publish', 'subscribe', 'receive'])
  .check(
    z.describe(
      '`publish`; `subscribe`: subscribing and receiving; `receive`: receiving what a backend sends directly.',
    ),
  );
export const GrantNote = z.strictObject({
  action,
  filter: z.string(),
  code: z
    .enum(['literal-only', 'wider'])
    .check(
      z.describe(
        '`literal-only`: this filter text alone, no narrower one. `wider`: `+` may be several levels.',
      ),
    ),
  example: z.string(),
});

const filters = z.array(z.string());
const byAction = { publish: filters, subscribe: filters, receive: filters };

export const Permissions = z.strictObject({
  ...byAction,
  retain: filters,
  deny: z
    .strictObject(byAction)
    .check(z.describe('Denied, whatever the lists above say: it is not subtracted from them.')),
  notes: z.array(GrantNote),
});
