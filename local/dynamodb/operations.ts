// Which operation is answered by dynalite alone and which by what is added, and what may run beside what: a
// transaction runs alone, so nobody sees it half done and nobody's write comes between its reads.
import * as z from 'zod/mini';
import { type Answer, answerError } from './answer.ts';
import { createExclusion } from './exclusion.ts';
import { wantsFailedItem, writeReturningFailedItem } from './failed-item.ts';
import { createIdempotency } from './idempotency.ts';
import type { ForwardedAnswer, ForwardedRequest, Storage } from './storage.ts';
import { createTimeToLive } from './time-to-live.ts';
import { transactGetItems } from './transact-get-items.ts';
import { transactWriteItems } from './transact-write-items.ts';

export type Operations = (operation: string, request: ForwardedRequest) => Promise<Answer | ForwardedAnswer>;

/** `now` in milliseconds. */
export const createOperations = (storage: Storage, now: () => number): Operations => {
  const { shared, exclusive } = createExclusion();
  const once = createIdempotency(now);
  const timeToLive = createTimeToLive(storage);

  return (operation, request) => {
    const input = parseInput(request.body);
    const forward = () => storage.forward(request);
    if (!input) return shared(forward);
    if (ownOperations.has(operation) && !request.headers.authorization)
      return Promise.resolve(
        answerError('MissingAuthenticationTokenException', 'Request is missing Authentication Token'),
      );
    switch (operation) {
      case 'TransactWriteItems':
        return exclusive(() => once(input, () => transactWriteItems(storage, input.TransactItems)));
      case 'TransactGetItems':
        return exclusive(() => transactGetItems(storage, input.TransactItems));
      case 'UpdateTimeToLive':
        return exclusive(() => timeToLive.update(input));
      case 'DescribeTimeToLive':
        return shared(() => timeToLive.describe(input));
      case 'PutItem':
      case 'UpdateItem':
      case 'DeleteItem':
        return wantsFailedItem(input)
          ? exclusive(() => writeReturningFailedItem(storage, operation, input))
          : shared(forward);
      case 'DeleteTable':
        return exclusive(async () => {
          storage.forgetSchema(String(input.TableName));
          timeToLive.forget(String(input.TableName));
          return forward();
        });
      default:
        return shared(forward);
    }
  };
};

/** Those that never reach dynalite, which asks for a signature otherwise. */
const ownOperations = new Set([
  'TransactWriteItems',
  'TransactGetItems',
  'UpdateTimeToLive',
  'DescribeTimeToLive',
]);

const parseInput = (body: string): z.infer<typeof Input> | undefined => {
  try {
    return Input.parse(JSON.parse(body));
  } catch {
    // What is not a JSON object is left to dynalite, which words the refusal.
    return undefined;
  }
};
/** What the front itself looks at; the rest passes through. */
const Input = z.looseObject({
  TableName: z.optional(z.unknown()),
  TransactItems: z.optional(z.unknown()),
  ReturnValuesOnConditionCheckFailure: z.optional(z.unknown()),
});
