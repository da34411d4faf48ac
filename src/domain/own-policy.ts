// Telling this stack's policies from others in the same account.
import type { PolicySpace } from './policy-space.ts';

/**
 * By the whole shape of the name, since another stack's prefix may begin with this one's:
 * `attache-dev-eu-connect` is not of `attache-dev`.
 */
export const isOwnPolicy = (space: PolicySpace, name: string): boolean =>
  name.startsWith(`${space.prefix}-`) && ownName.test(name.slice(space.prefix.length + 1));

const ownName = /^(?:connect|suspended|everyone-[1-3]|[gu]-[\w-]{1,32}-[0-9a-f]{20}-[1-3])$/;
