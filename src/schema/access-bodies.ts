// Answers in AuthZEN's words (authzen.ts).
import type * as z from 'zod/mini';
import type { AccessDecision } from '../domain/access.ts';
import type { Result } from '../domain/result.ts';
import type { EvaluationBody, EvaluationList, SubjectSearchBody } from './authzen.ts';
import { formatInstant } from './timestamp.ts';

type Answer = AccessDecision & {
  /** Epoch milliseconds. */
  readonly effectiveBy?: number;
};

/** Grants are for administrators to know of; a user learns what it may do itself, as `GET /me` says it. */
type Reader = 'administrator' | 'user';

/** One that could not be read is refused with what is wrong with it. */
export const evaluationBodies = (
  answers: readonly Result<Answer, string>[],
  reader: Reader,
): z.output<typeof EvaluationList>['evaluations'] =>
  answers.map((answer) =>
    answer.ok
      ? evaluationBody(answer.value, reader)
      : { decision: false, context: { error: { status: 400, message: answer.fault } } },
  );

const evaluationBody = (
  { decision, reason, grants, nearMisses, effectiveBy, deliverable }: Answer,
  reader: Reader,
): z.output<typeof EvaluationBody> => ({
  decision,
  context: {
    reason,
    ...(reader === 'administrator' && { grants: [...grants] }),
    nearMisses: [...nearMisses],
    ...(effectiveBy !== undefined && { effectiveBy: formatInstant(effectiveBy) }),
    ...(deliverable && { deliverable: [...deliverable] }),
  },
});

export const subjectSearchBody = (
  found: readonly string[],
  nextToken: string,
): z.output<typeof SubjectSearchBody> => ({
  page: { next_token: nextToken, count: found.length },
  results: found.map((id) => ({ type: 'user', id })),
});
