// Work to come as the table has it.
import * as z from 'zod/mini';
import type { Due, Task } from '../domain/due.ts';
import { formatSubject } from '../domain/subject.ts';
import * as id from './identifiers.ts';

const count = z.int().check(z.minimum(0));
const epochMs = z.int();

const storedTask = z.discriminatedUnion('task', [
  z.object({ task: z.enum(['apply-scope', 'expire-grants']), subject: id.subject }),
  z.object({ task: z.literal('apply-user'), userId: id.userId }),
  z.object({
    task: z.literal('apply-members'),
    group: id.groupName,
    round: z.union([z.literal(1), z.literal(2)]),
    after: z.optional(z.string()),
  }),
  z.object({
    task: z.literal('drop-sessions'),
    subject: id.subject,
    changeId: z.string(),
    filters: z.optional(z.array(z.string())),
    after: z.optional(z.string()),
  }),
  z.object({ task: z.literal('disconnect'), clientId: id.thingName, changeId: z.string() }),
  z.object({ task: z.literal('delete-scope'), subject: id.subject, detachedAt: z.optional(epochMs) }),
  z.object({
    task: z.literal('finish-registration'),
    userId: id.userId,
    deviceId: id.deviceId,
    attempt: z.string(),
  }),
  z.object({ task: z.literal('finish-removal'), userId: id.userId, deviceId: id.deviceId }),
  z.object({
    task: z.literal('finish-offboarding'),
    userId: id.userId,
    groups: z.array(id.groupName),
    actor: z.string(),
  }),
  z.object({
    task: z.literal('reconcile'),
    subject: z.optional(id.subject),
    stage: z.optional(z.literal('users')),
    after: z.optional(z.string()),
  }),
  z.object({
    task: z.literal('compare'),
    since: z.optional(epochMs),
    stage: z.optional(z.literal('users')),
    after: z.optional(z.string()),
  }),
]);

const storedDue = z.object({
  work: storedTask,
  dueAt: epochMs,
  failures: count,
  revokedAt: z.optional(epochMs),
  stamp: z.string(),
});

export const readDue = (item: unknown): Due => storedDue.parse(item);

export const writeDue = ({ work, dueAt, failures, revokedAt, stamp }: Due) => ({
  work: writeTask(work),
  dueAt,
  failures,
  ...(revokedAt !== undefined && { revokedAt }),
  stamp,
});

const writeTask = (work: Task) =>
  'subject' in work && work.subject ? { ...work, subject: formatSubject(work.subject) } : work;
