import {
  type AttributeValue,
  DeleteTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ListTablesCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTable, type TableProperties } from '../../../local/dynamodb/create-table.ts';
import { type OpenTable, openTable } from './open-table.ts';

let table: OpenTable;
beforeAll(async () => {
  table = await openTable();
});
afterAll(() => table.close());

const properties = (TableName: string): TableProperties => ({
  TableName,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'kind', AttributeType: 'S' },
    { AttributeName: 'at', AttributeType: 'N' },
  ],
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-kind',
      KeySchema: [
        { AttributeName: 'kind', KeyType: 'HASH' },
        { AttributeName: 'at', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['note'] },
    },
  ],
  TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
  PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  SSESpecification: { SSEEnabled: true },
  DeletionProtectionEnabled: true,
  Tags: [{ Key: 'service', Value: 'test' }],
});

describe('a table of a template', () => {
  test('can be used at once, with its keys, its indexes and its time to live', async () => {
    await createTable(table.local.url, properties('whole'));
    const { Table } = await table.client.send(new DescribeTableCommand({ TableName: 'whole' }));
    expect(Table).toMatchObject({
      TableStatus: 'ACTIVE',
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      KeySchema: properties('whole').KeySchema,
      GlobalSecondaryIndexes: [{ ...properties('whole').GlobalSecondaryIndexes?.[0], IndexStatus: 'ACTIVE' }],
    });
    const ttl = await table.client.send(new DescribeTimeToLiveCommand({ TableName: 'whole' }));
    expect(ttl.TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' });
  });

  test('may be made anew with another key, which transactions then go by', async () => {
    const remade = { ...properties('remade'), GlobalSecondaryIndexes: undefined };
    const put = (Item: Record<string, AttributeValue>) =>
      table.client.send(
        new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName: 'remade', Item } }] }),
      );
    await createTable(table.local.url, {
      ...remade,
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    });
    await put({ pk: { S: 'a' } });
    await table.client.send(new DeleteTableCommand({ TableName: 'remade' }));
    await expect
      .poll(async () => (await table.client.send(new ListTablesCommand())).TableNames)
      .not.toContain('remade');
    await createTable(table.local.url, {
      ...remade,
      AttributeDefinitions: [{ AttributeName: 'other', AttributeType: 'N' }],
      KeySchema: [{ AttributeName: 'other', KeyType: 'HASH' }],
    });
    await put({ other: { N: '1' } });
    await expect(
      table.client.send(
        new TransactWriteItemsCommand({
          TransactItems: ['1', '1.0'].map((N) => ({ Put: { TableName: 'remade', Item: { other: { N } } } })),
        }),
      ),
    ).rejects.toMatchObject({
      message: 'Transaction request cannot include multiple operations on one item',
    });
  });

  test('is refused when it exists', async () => {
    await createTable(table.local.url, properties('twice'));
    await expect(createTable(table.local.url, properties('twice'))).rejects.toMatchObject({
      name: 'ResourceInUseException',
    });
  });

  test('is refused with a property that no table has', async () => {
    const misspelt = { ...properties('misspelt'), KeySchemas: [] };
    await expect(createTable(table.local.url, misspelt)).rejects.toThrow('Not known of a table: KeySchemas');
  });

  test('is refused with an index on an attribute that is not defined', async () => {
    const { AttributeDefinitions = [], ...rest } = properties('undefined-attribute');
    await expect(
      createTable(table.local.url, { ...rest, AttributeDefinitions: AttributeDefinitions.slice(0, 2) }),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
