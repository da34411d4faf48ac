// What has become of each operation of a change: its status, as if it had been a request of its own, and the grant.
import { expectedBy } from '../domain/grant-status.ts';
import type { PolicySpace } from '../domain/policy-space.ts';
import type { GrantsChanged } from '../provisioning/change-grants.ts';
import { grantBody } from '../schema/grant-body.ts';
import { formatInstant } from '../schema/timestamp.ts';

export const changedGrants = (changed: GrantsChanged, space: PolicySpace, now: number) =>
  changed.results.map((result, index) => ({ index, ...answerOf(changed, result, space, now) }));

/** Of a change with one operation. */
export const changedGrant = (changed: GrantsChanged, space: PolicySpace, now: number) => {
  const [result] = changed.results;
  if (result === undefined) throw new Error('A change of one grant has no result.');
  return answerOf(changed, result, space, now);
};

const answerOf = (
  { state }: GrantsChanged,
  { outcome, grant, scope }: GrantsChanged['results'][number],
  space: PolicySpace,
  now: number,
) => {
  const body = grantBody({ grant, scope, space, now });
  // A user's policies are there before they are attached: the scope alone does not tell that all is done.
  const isPending =
    body.status.state === 'pending' || (state === 'pending' && grant.rule.subject.kind === 'user');
  if (outcome === 'unchanged') return { status: 200 as const, grant: body };
  if (!isPending) return { status: outcome === 'created' ? (201 as const) : (200 as const), grant: body };
  const status = { ...body.status, state: 'pending' as const, effectiveBy: formatInstant(expectedBy(now)) };
  return { status: 202 as const, grant: { ...body, status } };
};
