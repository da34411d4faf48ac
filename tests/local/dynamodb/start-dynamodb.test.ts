import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import {
  DescribeTimeToLiveCommand,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startDynamoDb } from '../../../local/dynamodb/start-dynamodb.ts';
import { clientOf, item, type OpenTable, openTable, TableName } from './open-table.ts';

let table: OpenTable;
beforeAll(async () => {
  table = await openTable();
});
afterAll(() => table.close());
const stored = item('kept', { n: 1 });
beforeEach(() => table.reset([stored]));

describe('a single write whose condition fails', () => {
  const condition = (shown?: 'ALL_OLD' | 'NONE') => ({
    ConditionExpression: 'n = :n',
    ExpressionAttributeValues: { ':n': 2 },
    ReturnValuesOnConditionCheckFailure: shown,
  });
  const writes = {
    put: (sk: string, shown?: 'ALL_OLD' | 'NONE') =>
      new PutCommand({ TableName, Item: item(sk, { n: 9 }), ...condition(shown) }),
    update: (sk: string, shown?: 'ALL_OLD' | 'NONE') =>
      new UpdateCommand({ TableName, Key: item(sk), UpdateExpression: 'REMOVE n', ...condition(shown) }),
    delete: (sk: string, shown?: 'ALL_OLD' | 'NONE') =>
      new DeleteCommand({ TableName, Key: item(sk), ...condition(shown) }),
  };
  const send = async (command: PutCommand | UpdateCommand | DeleteCommand) =>
    // The document client's overloads want to know which command it is.
    (command instanceof PutCommand
      ? table.documents.send(command)
      : command instanceof UpdateCommand
        ? table.documents.send(command)
        : table.documents.send(command)
    ).catch((error) => error);
  const inWire = { pk: { S: 'p' }, sk: { S: 'kept' }, n: { N: '1' } };

  test.each(Object.entries(writes))('shows the item when asked: %s', async (_name, write) => {
    const error = await send(write('kept', 'ALL_OLD'));
    expect(error).toMatchObject({ name: 'ConditionalCheckFailedException', Item: inWire });
    expect(await table.everything()).toEqual([stored]);
  });
  test.each(Object.entries(writes))('shows nothing when not asked: %s', async (_name, write) => {
    for (const error of [await send(write('kept')), await send(write('kept', 'NONE'))]) {
      expect(error.name).toBe('ConditionalCheckFailedException');
      expect(error.Item).toBeUndefined();
    }
  });
  test('shows nothing when there is no item', async () => {
    const error = await send(writes.put('nobody', 'ALL_OLD'));
    expect(error.name).toBe('ConditionalCheckFailedException');
    expect(error.Item).toBeUndefined();
  });
  test('is refused when it asks for something else', async () => {
    expect(await send(writes.put('kept', 'ALL_NEW' as 'NONE'))).toMatchObject({
      name: 'ValidationException',
    });
  });
  test('writes as usual when the condition holds', async () => {
    await table.documents.send(
      new PutCommand({ TableName, Item: item('new'), ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
    );
    expect(await table.everything()).toEqual([stored, item('new')]);
  });
});

describe('time to live', () => {
  const update = (Enabled: boolean, AttributeName = 'expires') =>
    table.client.send(
      new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { Enabled, AttributeName } }),
    );
  const described = async () =>
    (await table.client.send(new DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription;

  test('is off, can be turned on once, and off again with its own attribute', async () => {
    const refused = { name: 'ValidationException' };
    expect(await described()).toEqual({ TimeToLiveStatus: 'DISABLED' });
    await expect(update(false)).rejects.toMatchObject({
      ...refused,
      message: 'TimeToLive is already disabled',
    });
    await update(true);
    expect(await described()).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' });
    await expect(update(true)).rejects.toMatchObject({
      ...refused,
      message: 'TimeToLive is already enabled',
    });
    await expect(update(false, 'other')).rejects.toMatchObject(refused);
    await update(false);
    expect(await described()).toEqual({ TimeToLiveStatus: 'DISABLED' });
  });
  test('is unknown of a table that does not exist', async () => {
    const missing = new DescribeTimeToLiveCommand({ TableName: 'nowhere' });
    await expect(table.client.send(missing)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('a fault', () => {
  afterEach(() => table.local.faults.clear());
  const transaction = new TransactWriteCommand({
    TransactItems: [
      {
        Update: {
          TableName,
          Key: item('kept'),
          UpdateExpression: 'ADD n :one',
          ExpressionAttributeValues: { ':one': 1 },
        },
      },
    ],
  });
  const retrying = async (command: TransactWriteCommand) => {
    const { DynamoDBDocumentClient } = await import('@aws-sdk/lib-dynamodb');
    const client = clientOf(table.local.url, 3);
    try {
      return await DynamoDBDocumentClient.from(client).send(command);
    } finally {
      client.destroy();
    }
  };

  test('fails as many calls as it says, without effect', async () => {
    table.local.faults.inject('PutItem', { kind: 'fail', error: 'ThrottlingException' }, 2);
    const put = () => table.documents.send(new PutCommand({ TableName, Item: item('new') }));
    await expect(put()).rejects.toMatchObject({ name: 'ThrottlingException' });
    await expect(put()).rejects.toMatchObject({ name: 'ThrottlingException' });
    expect(await table.everything()).toEqual([stored]);
    await put();
    expect(await table.everything()).toEqual([stored, item('new')]);
  });
  test('of the server is retried by the SDK', async () => {
    table.local.faults.inject('TransactWriteItems', { kind: 'fail' });
    await retrying(transaction);
    expect(await table.everything()).toEqual([item('kept', { n: 2 })]);
  });
  test('that loses the answer has had its effect, and the SDK’s retry has none', async () => {
    table.local.forgetCalls();
    table.local.faults.inject('TransactWriteItems', { kind: 'lose-answer' });
    await retrying(transaction);
    expect(await table.everything()).toEqual([item('kept', { n: 2 })]);
    expect(table.local.calls()).toMatchObject({ TransactWriteItems: 2 });
  });
  test('that hangs answers nothing and does nothing', async () => {
    table.local.faults.inject('DeleteItem', { kind: 'hang' });
    const deletion = table.documents.send(new DeleteCommand({ TableName, Key: item('kept') }), {
      abortSignal: AbortSignal.timeout(100),
    });
    await expect(deletion).rejects.toThrow(/abort/i);
    expect(await table.everything()).toEqual([stored]);
  });
});

describe('the server', () => {
  test('counts calls by operation', async () => {
    table.local.forgetCalls();
    await table.client.send(new ListTablesCommand());
    await table.client.send(new ListTablesCommand());
    expect(table.local.calls()).toEqual({ ListTables: 2 });
  });
  test.each(['text in any script: ä € 😀 \u0000', '', 'x'.repeat(300_000)])('keeps %.20j', async (text) => {
    await table.documents.send(new PutCommand({ TableName, Item: item('text', { text }) }));
    expect(await table.everything()).toContainEqual(item('text', { text }));
  });
  test('passes on what is wrong, worded by DynamoDB’s rules', async () => {
    const put = new PutItemCommand({ TableName, Item: { pk: { S: 'p' } } });
    await expect(table.client.send(put)).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'One or more parameter values were invalid: Missing the key sk in the item',
    });
  });
  test.each([
    ['no JSON', '{', { 'x-amz-target': 'DynamoDB_20120810.TransactWriteItems' }, 'SerializationException'],
    ['no operation', '{}', {}, 'UnknownOperationException'],
    [
      'an unknown operation',
      '{}',
      { 'x-amz-target': 'DynamoDB_20120810.Nothing' },
      'UnknownOperationException',
    ],
  ])('refuses %s', async (_name, body, headers, type) => {
    const response = await fetch(table.local.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-date': '20200101T000000Z',
        authorization: 'AWS4-HMAC-SHA256 Credential=a, SignedHeaders=b, Signature=c',
        ...headers,
      },
      body,
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ __type: expect.stringContaining(type) });
  });
  test('refuses a transaction without credentials, and does nothing', async () => {
    const response = await fetch(table.local.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'DynamoDB_20120810.TransactWriteItems',
      },
      body: JSON.stringify({
        TransactItems: [{ Delete: { TableName, Key: { pk: { S: 'p' }, sk: { S: 'kept' } } } }],
      }),
    });
    expect(await response.json()).toMatchObject({
      __type: expect.stringContaining('MissingAuthenticationTokenException'),
    });
    expect(await table.everything()).toEqual([stored]);
  });
  test('survives a caller who hangs up while speaking', async () => {
    const { port, hostname } = new URL(table.local.url);
    const { connect } = await import('node:net');
    const socket = connect(Number(port), hostname);
    await new Promise((resolve) =>
      socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{', resolve),
    );
    socket.destroy();
    expect(await table.everything()).toEqual([stored]);
  });
  test('says when its port is in use', async () => {
    const port = Number(new URL(table.local.url).port);
    await expect(startDynamoDb({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
  test('stops answering when closed, even to clients that keep connections', async () => {
    const other = await openTable();
    const client = clientOf(other.local.url);
    const get = new GetItemCommand({ TableName, Key: { pk: { S: 'p' }, sk: { S: 'a' } } });
    await client.send(get);
    await other.close();
    await expect(client.send(get)).rejects.toMatchObject({
      code: expect.stringMatching(/^ECONN(REFUSED|RESET)$/),
    });
  });
  test('leaves nothing that keeps the process alive', async () => {
    const script = `
      import { startDynamoDb } from './local/dynamodb/start-dynamodb.ts';
      const local = await startDynamoDb();
      await fetch(local.url);
      await local.close();
      console.log('closed');`;
    const run = promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
      timeout: 10_000,
    });
    expect((await run).stdout).toBe('closed\n');
  }, 15_000);
});
