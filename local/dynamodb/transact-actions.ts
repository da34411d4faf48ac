// Reads the actions of TransactWriteItems and TransactGetItems, and refuses what is wrong whatever is stored.

import * as deleteItem from 'dynalite/validations/deleteItem.js';
import * as getItem from 'dynalite/validations/getItem.js';
import { checkTypes, checkValidations } from 'dynalite/validations/index.js';
import * as putItem from 'dynalite/validations/putItem.js';
import * as updateItem from 'dynalite/validations/updateItem.js';
import * as z from 'zod/mini';
import { ok, type Result, refuse } from '../../src/domain/result.ts';
import { type Answer, answerConstraint, answerError } from './answer.ts';

export type AttributeMap = Readonly<Record<string, unknown>>;
type ActionKind = 'ConditionCheck' | 'Put' | 'Update' | 'Delete' | 'Get';

export type TransactAction = {
  readonly kind: ActionKind;
  readonly tableName: string;
  /** The members that the single-item operation of this kind takes, too. */
  readonly input: AttributeMap;
  /** The key; of a Put the whole item, which holds the key. */
  readonly keyOrItem: AttributeMap;
  readonly returnsFailedItem: boolean;
};

export const parseTransactWrites = (items: unknown): Result<readonly TransactAction[], Answer> =>
  parseActions(items, ['ConditionCheck', 'Put', 'Update', 'Delete'], 'Check, Put, Update or Delete');

export const parseTransactGets = (items: unknown): Result<readonly TransactAction[], Answer> =>
  parseActions(items, ['Get'], 'Get');

/** "up to 100 action requests" (API reference, TransactWriteItems and TransactGetItems). */
const mostActions = 100;

const parseActions = (
  items: unknown,
  kinds: readonly ActionKind[],
  kindsInWords: string,
): Result<readonly TransactAction[], Answer> => {
  if (items === undefined || items === null)
    return refuse(answerConstraint(undefined, 'transactItems', 'Member must not be null'));
  const parsed = TransactItems.safeParse(items);
  if (!parsed.success) return refuse(answerError('SerializationException', 'Unexpected field type'));
  const bound = boundBroken(parsed.data.length);
  if (bound) return refuse(answerConstraint('[…]', 'transactItems', bound));

  const actions: TransactAction[] = [];
  for (const [index, members] of parsed.data.entries()) {
    const present = kinds.filter((kind) => members[kind]);
    const [kind] = present;
    const fields = kind && members[kind];
    if (!fields || present.length > 1)
      return refuse(
        answerError('ValidationException', `TransactItems can only contain one of ${kindsInWords}`),
      );
    const action = parseAction(kind, fields, `transactItems.${index + 1}.member.${lowerFirst(kind)}`);
    if (!action.ok) return action;
    actions.push(action.value);
  }
  return ok(actions);
};

const boundBroken = (length: number): string | undefined => {
  if (length < 1) return 'Member must have length greater than or equal to 1';
  return length > mostActions ? `Member must have length less than or equal to ${mostActions}` : undefined;
};

const parseAction = (
  kind: ActionKind,
  fields: AttributeMap,
  path: string,
): Result<TransactAction, Answer> => {
  const { validation, members, required } = shapes[kind];
  const { ReturnValuesOnConditionCheckFailure: failure = 'NONE' } = Fields.parse(fields);
  if (failure !== 'NONE' && failure !== 'ALL_OLD')
    return refuse(
      answerConstraint(
        failure,
        `${path}.returnValuesOnConditionCheckFailure`,
        'Member must satisfy enum value set: [ALL_OLD, NONE]',
      ),
    );
  if (required && fields[required] === undefined)
    return refuse(answerConstraint(undefined, `${path}.${lowerFirst(required)}`, 'Member must not be null'));

  const input = Object.fromEntries(members.flatMap((name) => (name in fields ? [[name, fields[name]]] : [])));
  const complaint = complaintOf(input, validation, path);
  if (complaint) return refuse(complaint);
  const { TableName, Key, Item } = Target.parse(input);
  return ok({
    kind,
    tableName: TableName,
    input,
    keyOrItem: Item ?? Key ?? {},
    returnsFailedItem: failure === 'ALL_OLD',
  });
};

/** An item's size depends on more than the request, so it is left to the action's own cancellation reason. */
const anySize = { options: { maxItemSize: Number.POSITIVE_INFINITY } };

const complaintOf = (
  input: AttributeMap,
  { types, custom }: Validation,
  path: string,
): Answer | undefined => {
  try {
    checkValidations(checkTypes(structuredClone({ ...input }), types), types, custom, anySize);
    return undefined;
  } catch (error) {
    const known = Complaint.safeParse(error);
    if (!known.success) throw error;
    const { __type, message, Message } = known.data.body;
    const located = (message ?? Message ?? '').replaceAll(/ at '([^']*)' failed/g, ` at '${path}.$1' failed`);
    return answerError(__type.split('#').at(-1) ?? __type, located);
  }
};

type Validation = Pick<typeof putItem, 'types' | 'custom'>;
const condition = ['ConditionExpression', 'ExpressionAttributeNames', 'ExpressionAttributeValues'];
const shapes: Record<
  ActionKind,
  { readonly validation: Validation; readonly members: readonly string[]; readonly required?: string }
> = {
  ConditionCheck: {
    validation: deleteItem,
    members: ['TableName', 'Key', ...condition],
    required: 'ConditionExpression',
  },
  Put: { validation: putItem, members: ['TableName', 'Item', ...condition] },
  Update: {
    validation: updateItem,
    members: ['TableName', 'Key', 'UpdateExpression', ...condition],
    required: 'UpdateExpression',
  },
  Delete: { validation: deleteItem, members: ['TableName', 'Key', ...condition] },
  Get: {
    validation: getItem,
    members: ['TableName', 'Key', 'ProjectionExpression', 'ExpressionAttributeNames'],
  },
};

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

const Fields = z.object({ ReturnValuesOnConditionCheckFailure: z.optional(z.unknown()) });
const AnyMap = z.record(z.string(), z.unknown());
const TransactItems = z.array(z.record(z.string(), z.nullish(AnyMap)));
const Target = z.object({ TableName: z.string(), Key: z.optional(AnyMap), Item: z.optional(AnyMap) });
const Complaint = z.object({
  body: z.object({
    __type: z.string(),
    message: z.optional(z.string()),
    Message: z.optional(z.string()),
  }),
});
