// Why a transaction was cancelled, one reason per action and in their order (API reference, CancellationReason).
import { type Answer, answerError, errorOf } from './answer.ts';
import type { AttributeMap } from './transact-actions.ts';

type CancellationReason = {
  readonly Code: 'None' | 'ConditionalCheckFailed' | 'ValidationError';
  readonly Message?: string;
  readonly Item?: AttributeMap;
};

export type Outcome = {
  readonly answer: Answer;
  /** The stored item, if the action asked to see it on failure. */
  readonly failedItem: AttributeMap | undefined;
};

/**
 * `undefined` when every action succeeded. An error that is no reason – dynalite being closed, say – becomes the
 * answer to the whole request.
 */
export const cancelledBy = (outcomes: readonly Outcome[]): Answer | undefined => {
  const reasons: CancellationReason[] = [];
  for (const outcome of outcomes) {
    const reason = reasonOf(outcome);
    if (!reason) return outcome.answer;
    reasons.push(reason);
  }
  const codes = reasons.map(({ Code }) => Code);
  if (codes.every((code) => code === 'None')) return undefined;
  return answerError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(', ')}]`,
    { CancellationReasons: reasons },
  );
};

const reasonOf = ({ answer, failedItem }: Outcome): CancellationReason | undefined => {
  const error = errorOf(answer);
  if (!error) return { Code: 'None' };
  switch (error.name) {
    case 'ConditionalCheckFailedException':
      return {
        Code: 'ConditionalCheckFailed',
        ...(failedItem && { Item: failedItem }),
        Message: error.message,
      };
    case 'ValidationException':
      return { Code: 'ValidationError', Message: error.message };
    default:
      return undefined;
  }
};
