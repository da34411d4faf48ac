// TransactGetItems: all items as they stand at one moment, since the front runs this alone.
import { itemSize } from 'dynalite/db/index.js';
import * as z from 'zod/mini';
import { type Answer, answerError, answerWith } from './answer.ts';
import { cancelledBy } from './cancellation.ts';
import { locateItems } from './locate-items.ts';
import type { Storage } from './storage.ts';
import { parseTransactGets } from './transact-actions.ts';
import { mostTransactBytes } from './transact-write-items.ts';

export const transactGetItems = async (storage: Storage, items: unknown): Promise<Answer> => {
  const parsed = parseTransactGets(items);
  if (!parsed.ok) return parsed.fault;
  const located = await locateItems(storage, parsed.value);
  if (!located.ok) return located.fault;

  const answers = await Promise.all(
    located.value.map(({ input }) => storage.call('GetItem', { ...input, ConsistentRead: true })),
  );
  const cancelled = cancelledBy(answers.map((answer) => ({ answer, failedItem: undefined })));
  if (cancelled) return cancelled;
  const found = answers.map(({ body }) => Found.parse(body));
  const bytes = found.reduce((sum, { Item }) => sum + itemSize(Item ?? {}), 0);
  return bytes > mostTransactBytes
    ? answerError('ValidationException', 'The aggregate size of the items in the transaction exceeds 4 MB')
    : answerWith({ Responses: found });
};

const Found = z.object({ Item: z.optional(z.record(z.string(), z.unknown())) });
