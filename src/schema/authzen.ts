// The shapes of OpenID AuthZEN Authorization API 1.0. §10.1.1: "receivers MUST ignore unknown fields", `properties`
// among them, which decide nothing here.
import * as z from 'zod/mini';
import { deviceId } from './identifiers.ts';
import { timestamp } from './timestamp.ts';

/** What is read and decided for one request has an end ("Availability & Denial of Service"). */
export const maximumEvaluations = 50;

/** Longer than any topic of AWS IoT Core (256 bytes) or client ID (128) can be. */
const maximumIdLength = 1024;

const type = z.string().check(z.minLength(1), z.maxLength(128));
const id = z.string().check(z.minLength(1), z.maxLength(maximumIdLength));

const subject = z.object({
  type: type.check(z.meta({ description: '`user`; nobody is of another type.', examples: ['user'] })),
  id: id.check(z.describe("The user's `sub`.")),
});
const action = z.object({
  name: type.check(
    z.meta({
      description: '`connect`, `publish`, `subscribe`, `receive` or `retain`; no other is granted.',
      examples: ['publish'],
    }),
  ),
});
const resource = z.object({
  type: type.check(
    z.meta({ description: '`topic`, or `client` for `connect`.', examples: ['topic', 'client'] }),
  ),
  id: id.check(
    z.meta({
      description: 'A topic; a topic filter for `subscribe`; a client ID for `connect`.',
      examples: ['sites/berlin/state'],
    }),
  ),
});
const context = z.object({
  deviceId: z.optional(
    deviceId.check(z.describe('Asks about this device; without it, about any that is registered.')),
  ),
});

/** §6.1. */
export const EvaluationInput = z.object({ subject, action, resource, context: z.optional(context) });
export const EvaluationRequest = { body: EvaluationInput };

/** §7.1: as §6.1, or with `evaluations`. Each of them is parsed by itself: what is wrong with one is its own answer. */
export const EvaluationsInput = z.object({
  subject: z.optional(z.partial(subject)),
  action: z.optional(z.partial(action)),
  resource: z.optional(z.partial(resource)),
  context: z.optional(context),
  evaluations: z.optional(
    z
      .array(z.unknown())
      .check(
        z.maxLength(maximumEvaluations),
        z.describe(
          'Evaluations, for which the members beside are defaults. Without any, the request is a single evaluation.',
        ),
      ),
  ),
  options: z.optional(
    z.object({
      evaluations_semantic: z.optional(
        z
          .enum(['execute_all', 'deny_on_first_deny', 'permit_on_first_permit'])
          .check(z.describe('Whether all are answered (the default), or all to the first of a kind.')),
      ),
    }),
  ),
});
export const EvaluationsRequest = { body: EvaluationsInput };

/** §8.4.1. */
export const SubjectSearchInput = z.object({
  subject: z.object({ type: type.check(z.describe('`user`; an `id` beside it is ignored.')) }),
  action,
  resource,
  context: z.optional(context),
  page: z.optional(
    z.object({
      token: z.optional(
        z
          .string()
          .check(z.maxLength(2048), z.describe('The `next_token` of the page before, of the same search.')),
      ),
      limit: z.optional(
        z
          .int()
          .check(
            z.minimum(0),
            z.describe('At most so many results, 50 without it; 200 users are looked at for a page.'),
          ),
      ),
    }),
  ),
});
export const SubjectSearchRequest = { body: SubjectSearchInput };

const reason = z
  .enum([
    'granted',
    'no-grant',
    'denied',
    'expired',
    'unregistered',
    'no-device',
    'suspended',
    'withheld',
    'role',
  ])
  .check(
    z.describe(
      'Why: `withheld` when the policies of the scope did not fit, `role` when the outer fence, the same for everybody, does not allow it.',
    ),
  );

/** §6.2, §5.5. */
export const EvaluationBody = z.strictObject({
  decision: z.boolean().check(z.describe('For `subscribe`: whether the SUBSCRIBE is accepted.')),
  context: z.strictObject({
    reason,
    grants: z.optional(
      z
        .array(z.string())
        .check(z.describe('The grants that decided, by their IDs; for administrators alone.')),
    ),
    nearMisses: z.array(z.string()).check(z.describe('What is allowed instead, in words.')),
    effectiveBy: z.optional(
      timestamp.check(z.describe('Until then, a change of what the user may do is still spreading.')),
    ),
    deliverable: z.optional(
      z
        .array(z.string())
        .check(z.describe('Of an accepted subscription: the filters of what it would deliver.')),
    ),
  }),
});

/** §7.2.1. */
const evaluationError = z.strictObject({
  decision: z.literal(false),
  context: z.strictObject({ error: z.strictObject({ status: z.literal(400), message: z.string() }) }),
});

/** §7.2. */
export const EvaluationList = z.strictObject({
  evaluations: z
    .array(z.union([EvaluationBody, evaluationError]))
    .check(z.describe('In the order of the request; shorter where the semantic ends it early.')),
});

/** A single evaluation is answered as one. */
export const EvaluationsBody = z.union([EvaluationList, EvaluationBody]);

/** §8.3. */
export const SubjectSearchBody = z.strictObject({
  page: z.strictObject({
    next_token: z
      .string()
      .check(z.describe('Leads to the next page; empty on the last. A page may be short, or empty.')),
    count: z.int().check(z.minimum(0)),
  }),
  results: z.array(z.strictObject({ type: z.literal('user'), id: z.string() })),
});

/** §9.1: of the searches, that for subjects alone is there. */
export const DecisionPointBody = z.strictObject({
  policy_decision_point: z.url(),
  access_evaluation_endpoint: z.url(),
  access_evaluations_endpoint: z.url(),
  search_subject_endpoint: z.url(),
});
