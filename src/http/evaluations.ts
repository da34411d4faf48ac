// AuthZEN §7.1: one request with several evaluations, and what they have in common said once.
import * as z from 'zod/mini';
import type { Fault } from '../domain/fault.ts';
import { ok, type Result, refuse } from '../domain/result.ts';
import { EvaluationInput, type EvaluationsInput } from '../schema/authzen.ts';
import { violationsOf } from './violations.ts';

type Evaluation = z.output<typeof EvaluationInput>;
type Evaluations = z.output<typeof EvaluationsInput>;

export type ReadEvaluations = {
  readonly answered: 'singly' | 'as-list';
  readonly requests: readonly Result<Evaluation, string>[];
};

/**
 * One that is not complete is refused by itself, with what is wrong with it (§7.2.1); without any, or with an empty
 * list, the request is a single one (§7.1).
 */
export const readEvaluations = (body: Evaluations): Result<ReadEvaluations, Fault> => {
  if (body.evaluations !== undefined && body.evaluations.length > 0) {
    const requests = body.evaluations.map((own) => readEvaluation(own, body));
    return ok({ answered: 'as-list', requests });
  }
  const single = inBody.safeParse({ body });
  return single.success
    ? ok({ answered: 'singly', requests: [ok(single.data.body)] })
    : refuse({ kind: 'request-invalid', violations: single.error.issues.flatMap(violationsOf) });
};

/** In its place, so that violations say where. */
const inBody = z.object({ body: EvaluationInput });

const members = z.object({
  subject: z.optional(z.unknown()),
  action: z.optional(z.unknown()),
  resource: z.optional(z.unknown()),
  context: z.optional(z.unknown()),
});

const readEvaluation = (evaluation: unknown, defaults: Evaluations): Result<Evaluation, string> => {
  const own = members.safeParse(evaluation);
  if (!own.success) return refuse('The evaluation must be an object.');
  const { subject, action, resource, context = defaults.context } = own.data;
  const whole = inBody.safeParse({
    body: {
      subject: completed(subject, defaults.subject),
      action: completed(action, defaults.action),
      resource: completed(resource, defaults.resource),
      context,
    },
  });
  if (whole.success) return ok(whole.data.body);
  const violations = whole.error.issues.flatMap(violationsOf);
  return refuse(violations.map(({ pointer, detail }) => `${pointer}: ${detail}`).join(' '));
};

/** §7.1.1: its own, and of the default what it leaves out; what is no object is not hidden by a default. */
const completed = (own: unknown, fallback: object | undefined): unknown => {
  if (own === undefined) return fallback;
  return typeof own === 'object' && own !== null && !Array.isArray(own) ? { ...fallback, ...own } : own;
};
