// The shapes of OpenID AuthZEN Authorization API 1.0. §10.1.1: "receivers MUST ignore unknown fields", `properties`
// among them, which decide nothing here.
import * as z from 'zod/mini';
import { deviceId } from './identifiers.ts';

/** §10.1.1 asks for a bound on what a request may cost. */
export const maximumEvaluations = 50;

const type = z.string().check(z.minLength(1), z.maxLength(128));
const name = type;
/** Longer than any topic of AWS IoT Core (256 bytes) or client ID (128) can be. */
const entityId = z.string().check(z.minLength(1), z.maxLength(1024));

const subject = z.object({ type, id: entityId });
const action = z.object({ name });
const resource = z.object({ type, id: entityId });
/** `deviceId`: only this device of the subject is asked about. The rest of a context is the caller's own. */
const context = z.object({ deviceId: z.optional(deviceId) });

/** §6.1. */
export const EvaluationRequest = z.object({ subject, action, resource, context: z.optional(context) });

/**
 * §7.1: as §6.1, or with `evaluations`, for which the members above are defaults. Each evaluation is parsed by itself:
 * what is wrong with one is that one's answer.
 */
export const EvaluationsRequest = z.object({
  subject: z.optional(z.partial(subject)),
  action: z.optional(z.partial(action)),
  resource: z.optional(z.partial(resource)),
  context: z.optional(context),
  evaluations: z.optional(z.array(z.unknown()).check(z.maxLength(maximumEvaluations))),
  options: z.optional(
    z.object({
      evaluations_semantic: z.optional(
        z.enum(['execute_all', 'deny_on_first_deny', 'permit_on_first_permit']),
      ),
    }),
  ),
});

/** §8.4.1: the subject's `id`, if present, is ignored. */
export const SubjectSearchRequest = z.object({
  subject: z.object({ type }),
  action,
  resource,
  context: z.optional(context),
  /** §8.2.1: `limit` is a maximum; a page may have fewer results. */
  page: z.optional(
    z.object({
      token: z.optional(z.string().check(z.maxLength(2048))),
      limit: z.optional(z.int().check(z.minimum(0))),
    }),
  ),
});

const answerContext = z.strictObject({
  reason: z.enum([
    'granted',
    'no-grant',
    'denied',
    'expired',
    'unregistered',
    'no-device',
    'suspended',
    'withheld',
    'role',
  ]),
  /** The grants that decided; for administrators alone. */
  grants: z.optional(z.array(z.string())),
  nearMisses: z.array(z.string()),
  effectiveBy: z.optional(z.iso.datetime()),
  deliverable: z.optional(z.array(z.string())),
});

/** §6.2, §5.5. */
export const EvaluationAnswer = z.strictObject({ decision: z.boolean(), context: answerContext });

/** §7.2.1: what is wrong with one evaluation of several. */
const evaluationError = z.strictObject({
  decision: z.literal(false),
  context: z.strictObject({ error: z.strictObject({ status: z.literal(400), message: z.string() }) }),
});

/** §7.2; in the order of the request, shorter where the semantic ends it early. */
export const EvaluationsAnswer = z.strictObject({
  evaluations: z.array(z.union([EvaluationAnswer, evaluationError])),
});

/** §8.3; `next_token` is empty on the last page. */
export const SubjectSearchAnswer = z.strictObject({
  page: z.strictObject({ next_token: z.string(), count: z.int() }),
  results: z.array(z.strictObject({ type: z.literal('user'), id: z.string() })),
});

/** §9.1: of the searches, the subject search alone is there. */
export const DecisionPointMetadata = z.strictObject({
  policy_decision_point: z.url(),
  access_evaluation_endpoint: z.url(),
  access_evaluations_endpoint: z.url(),
  search_subject_endpoint: z.url(),
});
