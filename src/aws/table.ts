// The one DynamoDB table: how it is written all at once or not at all.
import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  type DeleteCommandInput,
  type DynamoDBDocumentClient,
  PutCommand,
  type PutCommandInput,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
  type UpdateCommandOutput,
} from '@aws-sdk/lib-dynamodb';
import type { Stored } from '../provisioning/ports.ts';

export type Table = {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
  readonly abortSignal: AbortSignal;
};

/** As it is read: what it holds, its own schema says. */
export type Item = Readonly<Record<string, unknown>>;

type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];
/** A part of a transaction; the table's name is put in here. */
export type TableWrite = {
  readonly [Kind in keyof Write]?: Omit<NonNullable<Write[Kind]>, 'TableName'>;
};

/** "TransactWriteItems: up to 100 actions." */
export const maxTransaction = 100;

/**
 * All of it or nothing. `conflict` when a condition does not hold or another transaction is writing the same items.
 * The SDK sends one idempotency token with every attempt, so that an answer lost on the way is no second write.
 */
export const transact = async (table: Table, writes: readonly TableWrite[]): Promise<Stored> => {
  if (writes.length > maxTransaction) {
    throw new RangeError(`A transaction of ${writes.length} writes; DynamoDB takes ${maxTransaction}.`);
  }
  const { client, tableName: TableName, abortSignal } = table;
  const TransactItems = writes.map(
    (write) =>
      Object.fromEntries(Object.entries(write).map(([kind, of]) => [kind, { TableName, ...of }])) as Write,
  );
  try {
    await client.send(new TransactWriteCommand({ TransactItems }), { abortSignal });
    return 'stored';
  } catch (error) {
    if (isConflict(error)) return 'conflict';
    throw error;
  }
};

const isConflict = (error: unknown): boolean =>
  error instanceof TransactionCanceledException &&
  (error.CancellationReasons ?? []).some(
    ({ Code }) => Code === 'ConditionalCheckFailed' || Code === 'TransactionConflict',
  );

/** `refused` with the item as it stands (or none) when the condition does not hold. */
export const updateItem = async (
  { client, tableName: TableName, abortSignal }: Table,
  input: Omit<UpdateCommandInput, 'TableName'>,
): Promise<
  | { readonly outcome: 'stored'; readonly attributes: UpdateCommandOutput['Attributes'] }
  | { readonly outcome: 'refused'; readonly exists: boolean }
> => {
  try {
    const { Attributes } = await client.send(
      new UpdateCommand({ TableName, ReturnValuesOnConditionCheckFailure: 'ALL_OLD', ...input }),
      { abortSignal },
    );
    return { outcome: 'stored', attributes: Attributes };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { outcome: 'refused', exists: error.Item !== undefined };
  }
};

/** Its conditions decide; without any it is always stored. */
export const putItem = (
  { client, tableName: TableName, abortSignal }: Table,
  input: Omit<PutCommandInput, 'TableName'>,
): Promise<Stored> =>
  storedUnlessRefused(client.send(new PutCommand({ TableName, ...input }), { abortSignal }));

export const deleteItem = (
  { client, tableName: TableName, abortSignal }: Table,
  input: Omit<DeleteCommandInput, 'TableName'>,
): Promise<Stored> =>
  storedUnlessRefused(client.send(new DeleteCommand({ TableName, ...input }), { abortSignal }));

const storedUnlessRefused = async (write: Promise<unknown>): Promise<Stored> => {
  try {
    await write;
    return 'stored';
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'conflict';
    throw error;
  }
};
