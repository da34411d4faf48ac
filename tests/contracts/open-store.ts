// The store in memory and in the table of infra/, for the contract suites to run on both.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll } from 'vitest';
import { createTable } from '../../local/dynamodb/create-table.ts';
import { type LocalDynamoDb, startDynamoDb } from '../../local/dynamodb/start-dynamodb.ts';
import { stackResources } from '../../local/stack-resources.ts';
import { auditStore } from '../../src/aws/store-audit-events.ts';
import { deviceStore } from '../../src/aws/store-devices.ts';
import { dueStore, type UnreadableDue } from '../../src/aws/store-due.ts';
import { grantStore } from '../../src/aws/store-grants.ts';
import { memberStore } from '../../src/aws/store-members.ts';
import { endpointStore, provisioningStore } from '../../src/aws/store-provisioning.ts';
import { scopeStore } from '../../src/aws/store-scopes.ts';
import { userStore } from '../../src/aws/store-users.ts';
import type { Table } from '../../src/aws/table.ts';
import { memoryStore, type Store } from '../fakes/memory-store.ts';
import { space } from '../fakes/samples.ts';

export type Opened = {
  readonly store: Store;
  /** What tells each piece of work to come from the others, and the actions of the audit events. */
  readonly traces: () => Promise<{ due: readonly string[]; audit: readonly string[] }>;
  /** Equal only as long as nothing at all is stored, changed or removed. */
  readonly everything: () => Promise<unknown>;
};

/** To be called by a test file; gives what `describe.each` takes. */
export const bothStores = (): [string, () => Promise<Opened>][] => {
  const openTable = useTables();
  return [
    ['in memory', openMemory],
    ['in the table', openTable],
  ];
};

const openMemory = async (): Promise<Opened> => {
  const store = memoryStore();
  return {
    store,
    traces: async () => ({
      due: [...store.due.keys()].sort(),
      audit: store.audit.map(({ action }) => action).sort(),
    }),
    everything: async () =>
      structuredClone([store.users, store.scopes, store.grants, store.members, store.audit, store.due]),
  };
};

export type OpenedTable = Opened & {
  readonly table: Table;
  readonly dynamodb: LocalDynamoDb;
  /** Of the table, or of one of its indexes. */
  readonly items: (index?: string) => Promise<readonly Record<string, unknown>[]>;
  readonly unreadable: UnreadableDue[];
};

/** Starts DynamoDB for a test file, with an empty table for whoever opens one. */
export const useTables = (): (() => Promise<OpenedTable>) => {
  let dynamodb: LocalDynamoDb;
  let client: DynamoDBDocumentClient;
  let tables = 0;
  beforeAll(async () => {
    dynamodb = await startDynamoDb();
    client = DynamoDBDocumentClient.from(
      new DynamoDBClient({
        endpoint: dynamodb.url,
        region: 'us-east-1',
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      }),
      { marshallOptions: { removeUndefinedValues: true } },
    );
  });
  afterAll(() => dynamodb.close());

  return async () => {
    const tableName = `contract-${++tables}`;
    await createTable(dynamodb.url, { ...stackResources(space, []).table, TableName: tableName });
    const table = { client, tableName, abortSignal: new AbortController().signal };
    const unreadable: UnreadableDue[] = [];
    const items = async (IndexName?: string) => {
      const scan = new ScanCommand({
        TableName: tableName,
        IndexName,
        ConsistentRead: IndexName === undefined,
      });
      const { Items = [] } = await client.send(scan);
      const place = ({ pk, sk }: Record<string, unknown>) => `${pk} ${sk}`;
      return Items.sort((one, other) => (place(one) < place(other) ? -1 : 1));
    };
    const of = (sk: string, say: (item: Record<string, unknown>) => string) => async () =>
      (await items()).flatMap((item) => (item['sk'] === sk ? [say(item)] : [])).sort();
    return {
      store: {
        ...provisioningStore(table),
        ...endpointStore(table),
        ...scopeStore(table),
        ...grantStore(table),
        ...userStore(table),
        ...memberStore(table),
        ...deviceStore(table),
        ...dueStore(table, (item) => unreadable.push(item)),
        ...auditStore(table),
      },
      traces: async () => ({
        due: await of('due', ({ pk }) => String(pk).slice('due#'.length))(),
        audit: await of('audit', ({ action }) => String(action))(),
      }),
      everything: () => Promise.all([items(), items('byKind'), items('byActor'), items('byIdentity')]),
      table,
      dynamodb,
      items,
      unreadable,
    };
  };
};
