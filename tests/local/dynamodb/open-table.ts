// A local DynamoDB with one table, and clients of it, for one test file.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { createTable } from '../../../local/dynamodb/create-table.ts';
import { type LocalDynamoDb, startDynamoDb } from '../../../local/dynamodb/start-dynamodb.ts';

export const TableName = 'items';

export type OpenTable = {
  readonly local: LocalDynamoDb;
  readonly client: DynamoDBClient;
  readonly documents: DynamoDBDocumentClient;
  /** Every item, in the order of `pk` and `sk`. */
  everything(): Promise<readonly Record<string, unknown>[]>;
  /** Leaves exactly these items. */
  reset(items?: readonly Record<string, unknown>[]): Promise<void>;
  close(): Promise<void>;
};

/** Keyed by `pk` and `sk`, both strings, with the index `by-color`. */
export const openTable = async (now?: () => number): Promise<OpenTable> => {
  const local = await startDynamoDb(now ? { now } : {});
  await createTable(local.url, {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['pk', 'sk', 'color'].map((name) => ({
      AttributeName: name,
      AttributeType: 'S' as const,
    })),
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'by-color',
        KeySchema: [{ AttributeName: 'color', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });
  const client = clientOf(local.url);
  const documents = DynamoDBDocumentClient.from(client);
  const everything = async () => {
    const { Items = [] } = await documents.send(new ScanCommand({ TableName, ConsistentRead: true }));
    const place = ({ pk, sk }: Record<string, unknown>) => `${pk} ${sk}`;
    return Items.sort((a, b) => (place(a) < place(b) ? -1 : 1));
  };
  return {
    local,
    client,
    documents,
    everything,
    reset: async (items = []) => {
      const keys = (await everything()).map(({ pk, sk }) => ({ pk, sk }));
      await Promise.all(keys.map((Key) => documents.send(new DeleteCommand({ TableName, Key }))));
      await Promise.all(items.map((Item) => documents.send(new PutCommand({ TableName, Item }))));
    },
    close: async () => {
      client.destroy();
      await local.close();
    },
  };
};

export const clientOf = (url: string, maxAttempts = 1): DynamoDBClient =>
  new DynamoDBClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts,
  });

/** Key and whole of a small item. */
export const item = (sk: string, more: Record<string, unknown> = {}) => ({ pk: 'p', sk, ...more });
