// Managed groups, as administrators send them and as they are answered.
import * as z from 'zod/mini';
import { expectedBy } from '../domain/grant-status.ts';
import { groupName } from './identifiers.ts';
import { cursorOf, listOf } from './list.ts';
import { limit } from './query.ts';
import { description } from './text.ts';
import { formatInstant, timestamp } from './timestamp.ts';

const path = z.strictObject({ group: groupName });

const documents = z
  .int()
  .check(
    z.minimum(1),
    z.maximum(3),
    z.describe('How many policies the group has, each of 2,048 bytes. Every member has them all attached.'),
  );

export const ListGroupsRequest = {
  query: z.strictObject({ limit, cursor: z.optional(cursorOf('groups')) }),
};

export const GetGroupRequest = { path };

export const PutGroupRequest = {
  path,
  body: z.strictObject({ description: z.optional(description), documents: z.optional(documents) }),
};

export const DeleteGroupRequest = { path };

export const GroupBody = z.strictObject({
  group: z.string(),
  description: z.optional(z.string()),
  documents,
  members: z
    .int()
    .check(z.describe('How many users are known to be in it; of more than 10,000, that number.')),
  policies: z.array(z.string()),
  state: z
    .enum(['applied', 'pending', 'deleting'])
    .check(
      z.describe('`pending`: its policies, or what is attached to its members, are still being changed.'),
    ),
  effectiveBy: timestamp.check(
    z.describe('When the last change is effective everywhere; while it is pending, when it should be.'),
  ),
});

export const GroupList = listOf(GroupBody);

export const groupBody = (
  {
    effectiveBy,
    policies,
    ...group
  }: Omit<z.output<typeof GroupBody>, 'effectiveBy' | 'policies'> & {
    readonly policies: readonly string[];
    /** Epoch milliseconds of what was applied last. */
    readonly effectiveBy: number;
  },
  now: number,
) => ({
  ...group,
  policies,
  effectiveBy: formatInstant(group.state === 'applied' ? effectiveBy : expectedBy(now)),
});
