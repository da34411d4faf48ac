import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { item, type OpenTable, openTable, TableName } from './open-table.ts';

let table: OpenTable;
let time = 0;
beforeAll(async () => {
  table = await openTable(() => time);
});
afterAll(() => table.close());
beforeEach(() => table.reset());

const add = (by: number, ClientRequestToken?: string) =>
  table.documents.send(
    new TransactWriteCommand({
      ClientRequestToken,
      TransactItems: [
        {
          Update: {
            TableName,
            Key: item('counter'),
            UpdateExpression: 'ADD n :by',
            ConditionExpression: 'attribute_not_exists(n) OR n < :most',
            ExpressionAttributeValues: { ':by': by, ':most': 10 },
          },
        },
      ],
    }),
  );
const counter = async () => (await table.everything()).map(({ n }) => n)[0];
const minutes = 60 * 1000;

describe('a client request token', () => {
  test('makes the second of two same requests succeed without effect', async () => {
    await add(1, 'same');
    await add(1, 'same');
    expect(await counter()).toBe(1);
  });

  test('does so for requests at the same time', async () => {
    await Promise.all(Array.from({ length: 10 }, () => add(1, 'parallel')));
    expect(await counter()).toBe(1);
  });

  test('refuses other actions under the same token', async () => {
    await add(1, 'reused');
    await expect(add(2, 'reused')).rejects.toMatchObject({ name: 'IdempotentParameterMismatchException' });
    expect(await counter()).toBe(1);
  });

  test('holds for ten minutes after the request was done, no longer', async () => {
    time = 0;
    await add(1, 'aging');
    time = 10 * minutes - 1;
    await add(1, 'aging');
    expect(await counter()).toBe(1);
    time = 10 * minutes;
    await add(1, 'aging');
    expect(await counter()).toBe(2);
  });

  test('of a cancelled transaction may be used again', async () => {
    await add(20, 'first');
    await expect(add(1, 'again')).rejects.toMatchObject({ name: 'TransactionCanceledException' });
    await table.reset();
    await add(1, 'again');
    expect(await counter()).toBe(1);
  });

  test('is made up anew for each call that gives none', async () => {
    await add(1);
    await add(1);
    expect(await counter()).toBe(2);
  });

  test.each([
    ['', /greater than or equal to 1$/],
    ['x'.repeat(37), /less than or equal to 36$/],
  ])('of a length that is not allowed is refused: %j', async (token, message) => {
    await expect(add(1, token)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(message),
    });
  });
});
