// TransactWriteItems over single writes: all of them are done and, if one was refused, all are undone. Nobody
// sees what happens between, since the front runs this alone.
import { itemSize } from 'dynalite/db/index.js';
import * as z from 'zod/mini';
import { type Answer, answerError, answerWith, errorOf } from './answer.ts';
import { cancelledBy } from './cancellation.ts';
import { type LocatedAction, locateItems } from './locate-items.ts';
import type { Storage } from './storage.ts';
import { type AttributeMap, parseTransactWrites } from './transact-actions.ts';

/** "The aggregate size of the items in the transaction cannot exceed 4 MB" (API reference). */
export const mostTransactBytes = 4 * 1024 * 1024;

export const transactWriteItems = async (storage: Storage, items: unknown): Promise<Answer> => {
  const parsed = parseTransactWrites(items);
  if (!parsed.ok) return parsed.fault;
  const located = await locateItems(storage, parsed.value);
  if (!located.ok) return located.fault;

  const before = await Promise.all(located.value.map((action) => readItem(storage, action)));
  const steps = located.value.map((action, index) => ({ action, before: before[index] }));
  const done = await Promise.all(
    steps.map(async (step) => ({ ...step, answer: await perform(storage, step) })),
  );
  const cancelled =
    cancelledBy(
      done.map(({ action, before, answer }) => ({
        answer,
        failedItem: action.returnsFailedItem ? before : undefined,
      })),
    ) ?? tooLarge(done);
  if (!cancelled) return answerWith({});
  await Promise.all(done.filter(({ answer }) => !errorOf(answer)).map((step) => undo(storage, step)));
  return cancelled;
};

/** The stored item, as a consistent read gives it. */
export const readItem = async (
  storage: Storage,
  { tableName, key }: Pick<LocatedAction, 'tableName' | 'key'>,
): Promise<AttributeMap | undefined> => {
  if (!key) return undefined;
  const answer = await storage.call('GetItem', { TableName: tableName, Key: key, ConsistentRead: true });
  const error = errorOf(answer);
  if (error) throw new Error(`${error.name}: ${error.message}`);
  return Read.parse(answer.body).Item;
};

type Step = { readonly action: LocatedAction; readonly before: AttributeMap | undefined };
type DoneStep = Step & { readonly answer: Answer };

const perform = (storage: Storage, { action, before }: Step): Promise<Answer> => {
  switch (action.kind) {
    case 'Put':
      return storage.call('PutItem', action.input);
    case 'Update':
      return storage.call('UpdateItem', { ...action.input, ReturnValues: 'ALL_NEW' });
    case 'Delete':
      return storage.call('DeleteItem', action.input);
    default:
      // Updating nothing of an item that exists and deleting one that does not both change nothing.
      return storage.call(before ? 'UpdateItem' : 'DeleteItem', action.input);
  }
};

const undo = async (storage: Storage, { action, before }: Step): Promise<void> => {
  if (action.kind === 'ConditionCheck') return;
  const answer = before
    ? await storage.call('PutItem', { TableName: action.tableName, Item: before })
    : await storage.call('DeleteItem', { TableName: action.tableName, Key: action.key });
  const error = errorOf(answer);
  if (error) throw new Error(`Undoing a transaction failed: ${error.name}: ${error.message}`);
};

const tooLarge = (done: readonly DoneStep[]): Answer | undefined => {
  const bytes = done.reduce((sum, step) => sum + itemSize(itemOf(step)), 0);
  return bytes > mostTransactBytes
    ? answerError('ValidationException', 'The aggregate size of the items in the transaction exceeds 4 MB')
    : undefined;
};

/** What counts towards the limit: the item as written; of a Delete or a ConditionCheck the item as found. */
const itemOf = ({ action, before, answer }: DoneStep): AttributeMap => {
  if (action.kind === 'Put') return action.keyOrItem;
  if (action.kind === 'Update') return Updated.parse(answer.body).Attributes;
  return before ?? {};
};

const AnyMap = z.record(z.string(), z.unknown());
const Read = z.object({ Item: z.optional(AnyMap) });
const Updated = z.object({ Attributes: AnyMap });
