import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { QueryCommand, TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { item, type OpenTable, openTable, TableName } from './open-table.ts';

type Actions = NonNullable<TransactWriteCommandInput['TransactItems']>;

let table: OpenTable;
beforeAll(async () => {
  table = await openTable();
});
afterAll(() => table.close());

const stored = [item('kept', { color: 'red', n: 1, tag: 'a' }), item('other', { n: 5 })];
beforeEach(() => table.reset(stored));

const transact = (TransactItems: Actions, ClientRequestToken?: string) =>
  table.documents.send(new TransactWriteCommand({ TransactItems, ClientRequestToken }));
const refusalOf = async (actions: Actions) =>
  transact(actions).then(
    () => undefined,
    (error) => error,
  );
const put = (sk: string, more = {}) => ({ Put: { TableName, Item: item(sk, more) } });
const exists = { ConditionExpression: 'attribute_exists(pk)' };
const absent = { ConditionExpression: 'attribute_not_exists(pk)' };

describe('a transaction whose conditions all hold', () => {
  test('does every action', async () => {
    await transact([
      put('new', { color: 'blue' }),
      {
        Update: {
          TableName,
          Key: item('kept'),
          UpdateExpression: 'SET #n = #n + :one, color = :blue REMOVE gone',
          ConditionExpression: '#n = :one',
          ExpressionAttributeNames: { '#n': 'n' },
          ExpressionAttributeValues: { ':one': 1, ':blue': 'blue' },
        },
      },
      { Delete: { TableName, Key: item('other'), ...exists } },
      { ConditionCheck: { TableName, Key: item('nobody'), ...absent } },
    ]);
    expect(await table.everything()).toEqual([
      item('kept', { color: 'blue', n: 2, tag: 'a' }),
      item('new', { color: 'blue' }),
    ]);
  });

  test('keeps the indexes in step', async () => {
    await transact([put('kept', { color: 'blue' }), put('new', { color: 'blue' })]);
    const count = async (color: string) => {
      const query = new QueryCommand({
        TableName,
        IndexName: 'by-color',
        KeyConditionExpression: 'color = :color',
        ExpressionAttributeValues: { ':color': color },
      });
      return (await table.documents.send(query)).Count;
    };
    expect([await count('red'), await count('blue')]).toEqual([0, 2]);
  });

  test('leaves no trace of a condition check, neither of a present nor of an absent item', async () => {
    await transact([
      { ConditionCheck: { TableName, Key: item('kept'), ...exists } },
      { ConditionCheck: { TableName, Key: item('nobody'), ...absent } },
    ]);
    expect(await table.everything()).toEqual(stored);
  });

  test('makes the item that an update names when there is none', async () => {
    await transact([
      {
        Update: {
          TableName,
          Key: item('new'),
          UpdateExpression: 'ADD n :two',
          ExpressionAttributeValues: { ':two': 2 },
        },
      },
    ]);
    expect(await table.everything()).toContainEqual(item('new', { n: 2 }));
  });

  test('may have 100 actions', async () => {
    await transact(Array.from({ length: 100 }, (_, index) => put(`many-${index}`)));
    expect(await table.everything()).toHaveLength(stored.length + 100);
  });
});

describe('a transaction in which something is not as it must be', () => {
  const none = { Code: 'None' };
  const conditional = { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' };
  const kept = { pk: { S: 'p' }, sk: { S: 'kept' }, color: { S: 'red' }, n: { N: '1' }, tag: { S: 'a' } };
  const shown = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;
  const update = (sk: string, UpdateExpression: string, value?: unknown) => ({
    Update: {
      TableName,
      Key: item(sk),
      UpdateExpression,
      ...(value !== undefined && { ExpressionAttributeValues: { ':value': value } }),
    },
  });
  const invalid = (Message: string) => ({
    Code: 'ValidationError',
    Message: expect.stringContaining(Message),
  });

  const cases: readonly (readonly [string, Actions, readonly unknown[]])[] = [
    [
      'a failed put condition',
      [put('a'), { Put: { TableName, Item: item('kept'), ...absent } }],
      [none, conditional],
    ],
    [
      'a failed delete condition',
      [{ Delete: { TableName, Key: item('nobody'), ...exists } }, put('a')],
      [conditional, none],
    ],
    [
      'a failed update condition',
      [{ Update: { ...update('nobody', 'SET a = :value', 1).Update, ...exists } }, put('a')],
      [conditional, none],
    ],
    [
      'a failed condition check',
      [put('a'), { ConditionCheck: { TableName, Key: item('nobody'), ...exists } }, put('b')],
      [none, conditional, none],
    ],
    [
      'a failed condition check of a present item',
      [put('a'), { ConditionCheck: { TableName, Key: item('kept'), ...absent } }],
      [none, conditional],
    ],
    [
      'every failed condition, in their order',
      [
        { Put: { TableName, Item: item('kept'), ...absent } },
        { Delete: { TableName, Key: item('other') } },
        { Delete: { TableName, Key: item('nobody'), ...exists } },
      ],
      [conditional, none, conditional],
    ],
    [
      'the item that failed, when asked to show it',
      [{ Put: { TableName, Item: item('kept'), ...absent, ...shown } }, put('a')],
      [{ ...conditional, Item: kept }, none],
    ],
    [
      'the item that failed a condition check, when asked',
      [{ ConditionCheck: { TableName, Key: item('kept'), ...absent, ...shown } }],
      [{ ...conditional, Item: kept }],
    ],
    [
      'no item when there is none to show',
      [{ Delete: { TableName, Key: item('nobody'), ...exists, ...shown } }],
      [conditional],
    ],
    ['no item when not asked', [{ Delete: { TableName, Key: item('kept'), ...absent } }], [conditional]],
    [
      'arithmetic on what is not a number',
      [put('a'), update('kept', 'SET n = tag + :value', 1)],
      [none, invalid('An operand in the update expression has an incorrect data type')],
    ],
    [
      'a path through what is not a map',
      [put('a'), update('kept', 'SET gone.deep = :value', 1)],
      [none, invalid('The document path provided in the update expression is invalid for update')],
    ],
    [
      'a reference to an attribute that is not there',
      [put('a'), update('kept', 'SET a = gone')],
      [none, invalid('The provided expression refers to an attribute that does not exist in the item')],
    ],
    [
      'an index key of the wrong type',
      [put('a'), update('kept', 'SET color = :value', 7)],
      [none, invalid('One or more parameter values were invalid: Type mismatch for Index Key color')],
    ],
    [
      'a change of the primary key',
      [put('a'), update('kept', 'SET sk = :value', 'x')],
      [none, invalid('Cannot update attribute sk. This attribute is part of the key')],
    ],
    [
      'a key that does not fit the table',
      [put('a'), { Delete: { TableName, Key: { pk: 'p' } } }],
      [none, invalid('The provided key element does not match the schema')],
    ],
    [
      'a key of the wrong type',
      [put('a'), { ConditionCheck: { TableName, Key: { pk: 'p', sk: 1 }, ...absent } }],
      [none, invalid('The provided key element does not match the schema')],
    ],
    [
      'an item without its key',
      [{ Put: { TableName, Item: { pk: 'p' } } }, put('a')],
      [invalid('Missing the key sk in the item'), none],
    ],
    [
      'an item of more than 400 KB',
      [put('a'), put('b', { text: 'x'.repeat(400 * 1024) })],
      [none, invalid('Item size')],
    ],
    [
      'an item that an update makes larger than 400 KB',
      [put('a'), update('kept', 'SET big = :value', 'x'.repeat(400 * 1024))],
      [none, invalid('Item size to update has exceeded the maximum allowed size')],
    ],
  ];
  test.each(cases)('is cancelled as a whole and names %s', async (_name, actions, reasons) => {
    const error = await refusalOf(actions);
    expect(error).toBeInstanceOf(TransactionCanceledException);
    expect(error.CancellationReasons).toEqual(reasons);
    const codes = error.CancellationReasons.map(({ Code }: { Code: string }) => Code).join(', ');
    expect(error.message).toBe(
      `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    );
    expect(await table.everything()).toEqual(stored);
  });

  test('puts back what it had changed, deleted and made, indexes too', async () => {
    await refusalOf([
      put('made', { color: 'red' }),
      update('kept', 'SET color = :value', 'blue'),
      { Delete: { TableName, Key: item('other') } },
      { ConditionCheck: { TableName, Key: item('nobody'), ...exists } },
    ]);
    expect(await table.everything()).toEqual(stored);
    const red = new QueryCommand({
      TableName,
      IndexName: 'by-color',
      KeyConditionExpression: 'color = :red',
      ExpressionAttributeValues: { ':red': 'red' },
    });
    expect((await table.documents.send(red)).Items).toEqual([stored[0]]);
  });
});

describe('a transaction that is wrong whatever is stored', () => {
  const values = { ExpressionAttributeValues: { ':a': 1 } };
  const cases: readonly (readonly [string, Actions, string, RegExp])[] = [
    ['has no action', [], 'ValidationException', /at 'transactItems' failed .* greater than or equal to 1$/],
    [
      'has 101 actions',
      Array.from({ length: 101 }, (_, index) => put(`${index}`)),
      'ValidationException',
      /at 'transactItems' failed .* less than or equal to 100$/,
    ],
    [
      'has an action of no kind',
      [{}],
      'ValidationException',
      /^TransactItems can only contain one of Check, Put, Update or Delete$/,
    ],
    [
      'has two kinds in one action',
      [{ ...put('a'), Delete: { TableName, Key: item('b') } }],
      'ValidationException',
      /^TransactItems can only contain one of Check/,
    ],
    [
      'puts one item twice',
      [put('a', { n: 1 }), put('a', { n: 2 })],
      'ValidationException',
      /^Transaction request cannot include multiple operations on one item$/,
    ],
    [
      'checks and updates one item',
      [
        { ConditionCheck: { TableName, Key: item('kept'), ...exists } },
        { Update: { TableName, Key: item('kept'), UpdateExpression: 'REMOVE color' } },
      ],
      'ValidationException',
      /multiple operations on one item/,
    ],
    [
      'names a table that does not exist',
      [put('a'), { Put: { TableName: 'nowhere', Item: item('b') } }],
      'ResourceNotFoundException',
      /^Requested resource not found/,
    ],
    [
      'has a condition that cannot be read',
      [put('a'), { Put: { TableName, Item: item('b'), ConditionExpression: 'pk =' } }],
      'ValidationException',
      /^Invalid ConditionExpression: Syntax error/,
    ],
    [
      'has an update that cannot be read',
      [{ Update: { TableName, Key: item('a'), UpdateExpression: 'SET' } }],
      'ValidationException',
      /^Invalid UpdateExpression: Syntax error/,
    ],
    [
      'uses a value that is not given',
      [{ Delete: { TableName, Key: item('a'), ConditionExpression: 'n = :a' } }],
      'ValidationException',
      /attribute value used in expression is not defined; attribute value: :a/,
    ],
    [
      'gives a value that is not used',
      [{ Delete: { TableName, Key: item('a'), ...exists, ...values } }],
      'ValidationException',
      /unused in expressions: keys: \{:a\}/,
    ],
    [
      'gives values without an expression',
      [{ Put: { TableName, Item: item('a'), ...values } }],
      'ValidationException',
      /ExpressionAttributeValues can only be specified when using expressions/,
    ],
    [
      'uses a reserved word',
      [{ Delete: { TableName, Key: item('a'), ConditionExpression: 'attribute_exists(name)' } }],
      'ValidationException',
      /reserved keyword: name/,
    ],
    [
      'has a table name that is too short',
      [put('a'), { Put: { TableName: 'x', Item: item('b') } }],
      'ValidationException',
      /at 'transactItems.2.member.put.tableName' failed/,
    ],
    [
      'shows an item in a way that does not exist',
      [{ Delete: { TableName, Key: item('a'), ReturnValuesOnConditionCheckFailure: 'NEW' as 'NONE' } }],
      'ValidationException',
      /at 'transactItems.1.member.delete.returnValuesOnConditionCheckFailure' failed .*\[ALL_OLD, NONE\]$/,
    ],
    [
      'holds more than 4 MB',
      Array.from({ length: 11 }, (_, index) => put(`${index}`, { text: 'x'.repeat(390 * 1024) })),
      'ValidationException',
      /4 MB/,
    ],
  ];
  test.each(cases)('is refused when it %s', async (_name, actions, name, message) => {
    const error = await refusalOf(actions);
    expect({ name: error?.name, message: error?.message }).toEqual({
      name,
      message: expect.stringMatching(message),
    });
    expect(await table.everything()).toEqual(stored);
  });

  const withoutMember: readonly (readonly [string, object, string])[] = [
    [
      'an update without its expression',
      { Update: { TableName, Key: { pk: { S: 'p' }, sk: { S: 'a' } } } },
      'update.updateExpression',
    ],
    [
      'a condition check without its condition',
      { ConditionCheck: { TableName, Key: { pk: { S: 'p' }, sk: { S: 'a' } } } },
      'conditionCheck.conditionExpression',
    ],
    ['a put without its item', { Put: { TableName } }, 'put.item'],
    ['a delete without its key', { Delete: { TableName } }, 'delete.key'],
    [
      'an action without its table',
      { Delete: { Key: { pk: { S: 'p' }, sk: { S: 'a' } } } },
      'delete.tableName',
    ],
  ];
  test.each(withoutMember)('is refused for %s', async (_name, action, member) => {
    expect(await sendRaw({ TransactItems: [action] })).toMatchObject({
      status: 400,
      body: {
        __type: expect.stringContaining('#ValidationException'),
        message: expect.stringContaining(
          `Value null at 'transactItems.1.member.${member}' failed to satisfy constraint: Member must not be null`,
        ),
      },
    });
  });

  const unreadable: readonly (readonly [string, unknown, string])[] = [
    ['no actions at all', {}, '#ValidationException'],
    ['actions that are no list', { TransactItems: 7 }, '#SerializationException'],
    ['an action that is no map', { TransactItems: [7] }, '#SerializationException'],
    [
      'an item that is no map',
      { TransactItems: [{ Put: { TableName, Item: 7 } }] },
      '#SerializationException',
    ],
    [
      'an attribute without a type',
      { TransactItems: [{ Put: { TableName, Item: { pk: {} } } }] },
      '#ValidationException',
    ],
    [
      'a number that is none',
      { TransactItems: [{ Put: { TableName, Item: { pk: { N: 'x' } } } }] },
      '#ValidationException',
    ],
    [
      'an empty set',
      { TransactItems: [{ Put: { TableName, Item: { pk: { SS: [] } } } }] },
      '#ValidationException',
    ],
    [
      'a request token that is no text',
      { TransactItems: [{ Delete: { TableName, Key: {} } }], ClientRequestToken: 7 },
      '#SerializationException',
    ],
  ];
  test.each(unreadable)('is refused for %s', async (_name, input, type) => {
    expect(await sendRaw(input)).toMatchObject({
      status: 400,
      body: { __type: expect.stringContaining(type) },
    });
  });
});

const sendRaw = async (input: unknown) => {
  const response = await fetch(table.local.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.TransactWriteItems',
      authorization: 'AWS4-HMAC-SHA256 Credential=a, SignedHeaders=b, Signature=c',
    },
    body: JSON.stringify(input),
  });
  return { status: response.status, body: await response.json() };
};
