// `ReturnValuesOnConditionCheckFailure` of PutItem, UpdateItem and DeleteItem, which dynalite ignores.
import * as z from 'zod/mini';
import { type Answer, answerConstraint, errorOf } from './answer.ts';
import { keyOf } from './locate-items.ts';
import type { Storage } from './storage.ts';
import { readItem } from './transact-write-items.ts';

export const wantsFailedItem = (input: WriteInput): boolean =>
  (input.ReturnValuesOnConditionCheckFailure ?? 'NONE') !== 'NONE';

export type WriteInput = { readonly ReturnValuesOnConditionCheckFailure?: unknown };

/** To run alone: nothing may change the item between its condition and the read. */
export const writeReturningFailedItem = async (
  storage: Storage,
  operation: string,
  input: WriteInput,
): Promise<Answer> => {
  const { ReturnValuesOnConditionCheckFailure: wanted } = input;
  if (wanted !== 'ALL_OLD')
    return answerConstraint(
      wanted,
      'returnValuesOnConditionCheckFailure',
      'Member must satisfy enum value set: [ALL_OLD, NONE]',
    );
  const answer = await storage.call(operation, input);
  if (errorOf(answer)?.name !== 'ConditionalCheckFailedException') return answer;

  const { TableName: tableName, Key, Item } = Target.parse(input);
  const schema = await storage.schemaOf(tableName);
  const key = schema && keyOf(Key ?? Item ?? {}, schema);
  const found = key && (await readItem(storage, { tableName, key }));
  return found ? { ...answer, body: { ...answer.body, Item: found } } : answer;
};

const AnyMap = z.record(z.string(), z.unknown());
const Target = z.object({ TableName: z.string(), Key: z.optional(AnyMap), Item: z.optional(AnyMap) });
