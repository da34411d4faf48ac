import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactGetCommand, type TransactGetCommandInput } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { item, type OpenTable, openTable, TableName } from './open-table.ts';

type Gets = NonNullable<TransactGetCommandInput['TransactItems']>;

let table: OpenTable;
beforeAll(async () => {
  table = await openTable();
  const big = Array.from({ length: 11 }, (_, index) =>
    item(`big-${index}`, { text: 'x'.repeat(390 * 1024) }),
  );
  await table.reset([item('a', { n: 1, color: 'red' }), item('b'), ...big]);
});
afterAll(() => table.close());

const read = async (TransactItems: Gets) =>
  (await table.documents.send(new TransactGetCommand({ TransactItems }))).Responses;
const get = (sk: string, more = {}) => ({ Get: { TableName, Key: item(sk), ...more } });

describe('a transactional read', () => {
  test('answers in the order of the request, with a gap for what is not there', async () => {
    expect(await read([get('b'), get('nobody'), get('a')])).toEqual([
      { Item: item('b') },
      {},
      { Item: item('a', { n: 1, color: 'red' }) },
    ]);
  });

  test('answers the attributes that were asked for', async () => {
    const projection = { ProjectionExpression: '#n', ExpressionAttributeNames: { '#n': 'n' } };
    expect(await read([get('a', projection)])).toEqual([{ Item: { n: 1 } }]);
  });

  test('may ask for 100 items', async () => {
    expect(await read(Array.from({ length: 100 }, (_, index) => get(`${index}`)))).toHaveLength(100);
  });

  const refused: readonly (readonly [string, Gets, string, RegExp])[] = [
    ['for nothing', [], 'ValidationException', /greater than or equal to 1$/],
    [
      'for 101 items',
      Array.from({ length: 101 }, (_, index) => get(`${index}`)),
      'ValidationException',
      /less than or equal to 100$/,
    ],
    [
      'for one item twice',
      [get('a'), get('a')],
      'ValidationException',
      /^Transaction request cannot include multiple operations on one item$/,
    ],
    [
      'to a table that does not exist',
      [{ Get: { TableName: 'nowhere', Key: item('a') } }],
      'ResourceNotFoundException',
      /^Requested resource not found/,
    ],
    [
      'with a projection that cannot be read',
      [get('a', { ProjectionExpression: 'n,' })],
      'ValidationException',
      /^Invalid ProjectionExpression/,
    ],
    [
      'for more than 4 MB',
      Array.from({ length: 11 }, (_, index) => get(`big-${index}`)),
      'ValidationException',
      /4 MB/,
    ],
  ];
  test.each(refused)('is refused %s', async (_name, gets, name, message) => {
    const error = await read(gets).then(
      () => undefined,
      (error) => error,
    );
    expect({ name: error?.name, message: error?.message }).toEqual({
      name,
      message: expect.stringMatching(message),
    });
  });

  test('is cancelled when a key does not fit the table', async () => {
    const error = await read([get('a'), { Get: { TableName, Key: { pk: 'p' } } }]).catch((error) => error);
    expect(error).toBeInstanceOf(TransactionCanceledException);
    expect(error.CancellationReasons).toEqual([
      { Code: 'None' },
      { Code: 'ValidationError', Message: 'The provided key element does not match the schema' },
    ]);
  });
});
