// From a grant as it was sent to a rule of the domain, or the place where it breaks one.

import type * as z from 'zod/mini';
import type { Violation } from '../domain/fault.ts';
import { type GrantRule, parseGrantRule } from '../domain/grant.ts';
import { ok, type Result, refuse } from '../domain/result.ts';
import type { GrantInput } from './grants.ts';

type Draft = { readonly rule: GrantRule; readonly expiresAt?: number; readonly reason?: string };

/** `pointer` is where in the request the grant stands. */
export const grantDraft = (
  { expiresAt, reason, ...input }: z.output<typeof GrantInput>,
  pointer: string,
): Result<Draft, Violation> => {
  const rule = parseGrantRule(input);
  if (rule.ok) {
    return ok({
      rule: rule.value,
      ...(expiresAt !== undefined && { expiresAt }),
      ...(reason !== undefined && { reason }),
    });
  }
  const { code, detail } = rule.fault;
  const member = code === 'no-action' ? 'actions' : 'topicFilter';
  return refuse({ pointer: `${pointer}/${member}`, code, detail });
};
