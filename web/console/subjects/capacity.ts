// How full the policy documents of a subject are, as the service compiles them; nothing is stored by asking.

import { type Api, answerOf } from '../../shared/api.ts';
import type { GrantPreview } from '../../shared/api-paths.ts';

/** Bytes of a policy document (AWS IoT Core quotas). */
export const documentBytes = 2048;

export type PolicyUse = {
  readonly name: string;
  readonly bytes: number;
  /** Holds no grant: it is there so that a change of grants never changes what is attached. */
  readonly isUnused: boolean;
};

/**
 * `none`: the subject has no grants. Otherwise asked for as the `before` of a dry run that would revoke one of them –
 * without `If-Match`, so that even a request that lost its `dryRun` on the way would be refused (428).
 */
export const loadCapacity = async (
  api: Api,
  subject: string,
  signal: AbortSignal,
): Promise<'none' | readonly PolicyUse[]> => {
  const { items } = await answerOf(api.GET('/grants', { params: { query: { subject, limit: 1 } }, signal }));
  const [grant] = items;
  if (grant === undefined) return 'none';
  const preview = await answerOf(
    api.POST('/grants/batch', {
      params: { query: { dryRun: 'true' } },
      body: { operations: [{ op: 'delete', grantId: grant.grantId }] },
      signal,
    }),
  );
  return 'before' in preview ? preview.before.map(policyUse) : [];
};

export const policyUse = ({ name, size, document }: GrantPreview['before'][number]): PolicyUse => ({
  name,
  bytes: size,
  isUnused: statementsOf(document).every((action) => action === 'iot:Connect'),
});

const statementsOf = (document: { readonly [member: string]: unknown }): readonly unknown[] => {
  const statements = document['Statement'];
  return Array.isArray(statements) ? statements.flatMap(({ Action }) => Action) : [];
};
