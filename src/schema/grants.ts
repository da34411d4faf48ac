// Grants as administrators send them; the rules of a grant itself are the domain's (grant-draft.ts).
import * as z from 'zod/mini';
import { isTopicName } from '../domain/topic-name.ts';
import { IfMatchHeader, ifMatch } from './entity-tag.ts';
import { subject } from './identifiers.ts';
import { cursorOf } from './list.ts';
import { action } from './permissions.ts';
import { flag, limit } from './query.ts';
import { reason } from './text.ts';
import { instant } from './timestamp.ts';

export const effect = z.enum(['allow', 'deny']).check(z.describe('A deny wins over every allow.'));

const topicFilter = z.string().check(
  z.meta({
    description:
      'An MQTT filter of at most 8 levels and 256 bytes after substitution. A level is a text, `${identityId}`, `${thingName}`, `${userId}` (grants of a user only), `+`, or a final `#`.',
    examples: ['sites/${thingName}/state/#'],
  }),
);

export const GrantInput = z.strictObject({
  subject,
  effect: z.optional(effect),
  actions: z.array(action).check(z.minLength(1), z.maxLength(3)),
  topicFilter,
  allowWider: z.optional(
    z
      .boolean()
      .check(z.describe('`+` becomes any text, `/` included: the grant then means that, by your consent.')),
  ),
  expiresAt: z.optional(instant),
  reason: z.optional(reason),
});

const grantId = z
  .string()
  .check(
    z.regex(/^[\w-]{1,64}$/, 'A grant ID is 1 to 64 of A-Z, a-z, 0-9, _ and -.'),
    z.meta({ description: 'The grant’s ID.', examples: ['01KAR3C6V8Y3G5T0N8J1N5Q2ZB'] }),
  );
const path = z.strictObject({ grantId });
const dryRun = flag.check(
  z.describe('`true`: answers what the request would make of the policies, and stores nothing.'),
);

export const ListGrantsRequest = {
  query: z.strictObject({
    subject: z.optional(subject),
    action: z.optional(action),
    topic: z.optional(
      z
        .string()
        .check(
          z.refine(isTopicName, 'A topic has 1 to 8 levels, at most 256 bytes and no wildcard.'),
          z.describe('Grants whose filter covers this topic.'),
        ),
    ),
    effect: z.optional(effect),
    state: z.optional(z.enum(['applied', 'pending', 'expired'])),
    expiresBefore: z.optional(instant.check(z.describe('Grants that end before then.'))),
    limit,
    cursor: z.optional(cursorOf('grants')),
  }),
};

export const GetGrantRequest = { path };

export const CreateGrantRequest = { query: z.strictObject({ dryRun }), body: GrantInput };

export const ReplaceGrantRequest = {
  path,
  query: z.strictObject({ dryRun }),
  headers: IfMatchHeader,
  body: GrantInput,
};

export const DeleteGrantRequest = {
  path,
  query: z.strictObject({
    dryRun,
    disconnect: flag.check(
      z.describe(
        '`true`: drops the live sessions of the user at once, of a group’s members one after another.',
      ),
    ),
    reason: z.optional(reason),
  }),
  headers: IfMatchHeader,
};

/** At most one operation for each grant. */
const maximumOperations = 20;

export const GrantOperationInput = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('create'), grant: GrantInput }),
  z.strictObject({ op: z.literal('replace'), grantId, ifMatch: z.optional(ifMatch), grant: GrantInput }),
  z.strictObject({ op: z.literal('delete'), grantId, ifMatch: z.optional(ifMatch) }),
]);

export const ChangeGrantsRequest = {
  query: z.strictObject({ dryRun }),
  body: z.strictObject({
    operations: z.array(GrantOperationInput).check(z.minLength(1), z.maxLength(maximumOperations)),
    reason: z.optional(reason),
  }),
};
