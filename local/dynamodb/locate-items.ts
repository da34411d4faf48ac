// Finds out which item each action of a transaction is about.
import { createKey, validateKey } from 'dynalite/db/index.js';
import { ok, type Result, refuse } from '../../src/domain/result.ts';
import { type Answer, answerError } from './answer.ts';
import type { Storage, TableSchema } from './storage.ts';
import type { AttributeMap, TransactAction } from './transact-actions.ts';

export type LocatedAction = TransactAction & {
  /** Absent when key or item do not fit the table's schema: the action itself will say so. */
  readonly key?: AttributeMap;
};

export const locateItems = async (
  storage: Storage,
  actions: readonly TransactAction[],
): Promise<Result<readonly LocatedAction[], Answer>> => {
  const located: LocatedAction[] = [];
  const seen = new Set<string>();
  for (const action of actions) {
    const schema = await storage.schemaOf(action.tableName);
    if (!schema) return refuse(answerError('ResourceNotFoundException', 'Requested resource not found'));
    const key = keyOf(action.keyOrItem, schema);
    const fits = key && fitsSchema(action, key, schema);
    const identity = fits && `${action.tableName} ${createKey(key, schema)}`;
    if (identity && seen.has(identity))
      return refuse(
        answerError(
          'ValidationException',
          'Transaction request cannot include multiple operations on one item',
        ),
      );
    if (identity) seen.add(identity);
    located.push(fits ? { ...action, key } : action);
  }
  return ok(located);
};

/** The members of `keyOrItem` that make up the primary key, `undefined` when one is missing. */
export const keyOf = (keyOrItem: AttributeMap, { KeySchema }: TableSchema): AttributeMap | undefined => {
  const names = KeySchema.map(({ AttributeName }) => AttributeName);
  return names.every((name) => keyOrItem[name] !== undefined)
    ? Object.fromEntries(names.map((name) => [name, keyOrItem[name]]))
    : undefined;
};

const fitsSchema = (action: TransactAction, key: AttributeMap, schema: TableSchema): boolean =>
  !validateKey(action.kind === 'Put' ? key : action.keyOrItem, schema);
