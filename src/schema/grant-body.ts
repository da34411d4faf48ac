// Grants as they are answered.
import * as z from 'zod/mini';
import type { CompiledDocument } from '../domain/compile-scope.ts';
import { type GrantNote as Note, notesOf } from '../domain/grant-notes.ts';
import { grantStatus } from '../domain/grant-status.ts';
import { formatSubject } from '../domain/subject.ts';
import { effect } from './grants.ts';
import { listOf } from './list.ts';
import { action, GrantNote } from './permissions.ts';
import { formatInstant, timestamp } from './timestamp.ts';

export const GrantBody = z.strictObject({
  grantId: z.string(),
  subject: z.string(),
  effect,
  actions: z.array(action),
  topicFilter: z.string(),
  allowWider: z.boolean(),
  expiresAt: z.optional(timestamp),
  reason: z.optional(z.string()),
  createdBy: z.string().check(z.describe('The user ID of the administrator, or `system`.')),
  createdAt: timestamp,
  version: z.int().check(z.minimum(1), z.describe('As in the ETag.')),
  status: z.strictObject({
    state: z
      .enum(['applied', 'pending', 'expired'])
      .check(z.describe('`pending`: stored, and being written into the policies.')),
    effectiveBy: timestamp.check(
      z.describe('When the last change is effective everywhere; while it is pending, when it should be.'),
    ),
    policies: z.array(z.string()),
  }),
  notes: z.optional(
    z.array(GrantNote).check(z.describe('What the grant does otherwise than its filter reads, if anything.')),
  ),
});

export const GrantList = listOf(GrantBody);

/** One for each operation, in their order. */
export const ChangedGrants = z.strictObject({
  results: z.array(
    z.strictObject({
      index: z.int(),
      status: z.union([z.literal(200), z.literal(201), z.literal(202)]),
      grant: GrantBody,
    }),
  ),
});

const Document = z.strictObject({
  name: z.string(),
  size: z.int().check(z.describe('Bytes, of 2,048.')),
  document: z.record(z.string(), z.unknown()),
});

/** The documents of the scopes that a request would change. */
export const GrantPreview = z.strictObject({
  before: z.array(Document),
  after: z.array(Document),
  notes: z.array(GrantNote),
});

export const grantBody = (of: Parameters<typeof grantStatus>[0]): z.output<typeof GrantBody> => {
  const { grantId, rule, expiresAt, reason, createdBy, createdAt, version } = of.grant;
  const { state, effectiveBy, policies } = grantStatus(of);
  const notes = notesOf(rule);
  return {
    grantId,
    subject: formatSubject(rule.subject),
    effect: rule.effect,
    actions: [...rule.actions],
    topicFilter: rule.topicFilter.text,
    allowWider: rule.allowWider,
    ...(expiresAt !== undefined && { expiresAt: formatInstant(expiresAt) }),
    ...(reason !== undefined && { reason }),
    createdBy,
    createdAt: formatInstant(createdAt),
    version,
    status: { state, effectiveBy: formatInstant(effectiveBy), policies: [...policies] },
    ...(notes.length > 0 && { notes: [...notes] }),
  };
};

export const previewBody = ({
  before,
  after,
  notes,
}: {
  readonly before: readonly CompiledDocument[];
  readonly after: readonly CompiledDocument[];
  readonly notes: readonly Note[];
}) => ({ before: before.map(documentBody), after: after.map(documentBody), notes });

const documentBody = ({ name, size, document }: CompiledDocument) => ({ name, size, document });
