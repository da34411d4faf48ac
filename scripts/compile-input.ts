// The shape of what `npm run compile` reads.
import * as z from 'zod/mini';
import { everyAction } from '../src/domain/grant.ts';
import { type GroupName, parseGroupName, parseUserId, type UserId } from '../src/domain/identifiers.ts';
import { maximumDocuments } from '../src/domain/policy-budget.ts';
import { maximumPrefixLength } from '../src/domain/policy-name.ts';
import { parseSubject } from '../src/domain/subject.ts';

z.config(z.locales.en());

const PlainGrant = z.strictObject({
  subject: z.string(),
  effect: z.optional(z.enum(['allow', 'deny'])),
  actions: z.array(z.enum(everyAction)).check(z.minLength(1)),
  topicFilter: z.string(),
  allowWider: z.optional(z.boolean()),
});

const Documents = z.record(z.string(), z.int().check(z.minimum(1), z.maximum(3))).check((context) => {
  for (const [key, count] of Object.entries(context.value)) {
    const subject = parseSubject(key);
    const most = subject && maximumDocuments(subject);
    if (most !== undefined && count <= most) continue;
    const message = most === undefined ? 'not a subject' : `at most ${most}`;
    context.issues.push({ code: 'custom', message, path: [key], input: context.value });
  }
});

const GroupText = z.pipe(
  z.string().check(z.refine((text) => parseGroupName(text) !== undefined, 'not a Cognito group')),
  z.transform((text) => text as GroupName),
);
const UserIdText = z.pipe(
  z.string().check(z.refine((text) => parseUserId(text) !== undefined, 'not a user ID')),
  z.transform((text) => text as UserId),
);

export const GrantSet = z.strictObject({
  region: z.string().check(z.regex(/^[a-z]{2}(-[a-z]+)+-\d+$/, 'not a region')),
  accountId: z.string().check(z.regex(/^\d{12}$/, 'not an account ID of twelve digits')),
  prefix: z
    .string()
    .check(z.regex(/^[\w+=,.@-]+$/, 'not a prefix of policy names'), z.maxLength(maximumPrefixLength)),
  grants: z.array(PlainGrant),
  documents: z.optional(Documents),
  identity: z.optional(z.strictObject({ userId: UserIdText, groups: z.array(GroupText) })),
});

export type GrantSet = z.infer<typeof GrantSet>;
