import { createHash } from 'node:crypto';
import { type Answer, answerConstraint, answerError, answerWith, errorOf } from './answer.ts';

/** "A client request token is valid for 10 minutes after the first request that uses it is completed." */
const validForMs = 10 * 60 * 1000;

/** Runs a transaction once per `ClientRequestToken`; `now` in milliseconds. */
export const createIdempotency = (now: () => number) => {
  const completed = new Map<string, { readonly fingerprint: string; readonly at: number }>();

  const forgetOld = (): void => {
    for (const [token, { at }] of completed) if (now() - at >= validForMs) completed.delete(token);
  };

  /** Only what succeeded is remembered: a cancelled transaction may be tried again with its token. */
  return async (
    input: Readonly<Record<string, unknown>>,
    transact: () => Promise<Answer>,
  ): Promise<Answer> => {
    const { ClientRequestToken: token, ...parameters } = input;
    if (token === undefined || token === null) return transact();
    if (typeof token !== 'string') return answerError('SerializationException', 'Unexpected field type');
    const bound = boundBroken(token);
    if (bound) return answerConstraint(token, 'clientRequestToken', bound);

    forgetOld();
    const fingerprint = fingerprintOf(parameters);
    const earlier = completed.get(token);
    if (earlier) return earlier.fingerprint === fingerprint ? answerWith({}) : mismatch;
    const answer = await transact();
    if (!errorOf(answer)) completed.set(token, { fingerprint, at: now() });
    return answer;
  };
};

const mismatch = answerError(
  'IdempotentParameterMismatchException',
  'DynamoDB rejected the request because you retried a request with a different payload but with an ' +
    'idempotent token that was already used.',
);

const boundBroken = ({ length }: string): string | undefined => {
  if (length < 1) return 'Member must have length greater than or equal to 1';
  return length > 36 ? 'Member must have length less than or equal to 36' : undefined;
};

/** Equal for the same parameters, in whatever order their members are written. */
const fingerprintOf = (parameters: unknown): string =>
  createHash('sha256').update(JSON.stringify(parameters, sortMembers)).digest('base64');

const sortMembers = (_name: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
