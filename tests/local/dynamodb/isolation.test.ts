import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand,
  GetCommand,
  PutCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { item, type OpenTable, openTable, TableName } from './open-table.ts';
import {
  type Action,
  anyTransaction,
  asTransactItem,
  type Outcome,
  type State,
  transactInModel,
} from './sequential-model.ts';

// Many calls: on a busy machine they take a while.
vi.setConfig({ testTimeout: 30_000 });

let table: OpenTable;
beforeAll(async () => {
  table = await openTable();
});
afterAll(() => table.close());
beforeEach(() => table.reset());

const perform = async (actions: readonly Action[]): Promise<Outcome> => {
  const TransactItems = actions.map(asTransactItem);
  try {
    await table.documents.send(new TransactWriteCommand({ TransactItems }));
    return actions.map(() => 'None');
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    return (error.CancellationReasons ?? []).map(({ Code }) => Code ?? '');
  }
};
const stateNow = async (): Promise<State> =>
  new Map((await table.everything()).map(({ sk, n }) => [String(sk), Number(n)]));

describe('transactions', () => {
  test('one after the other, end as the model says, with the reasons it says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyTransaction, { minLength: 1, maxLength: 8 }), async (transactions) => {
        await table.reset();
        let model: State = new Map();
        for (const actions of transactions) {
          const expected = transactInModel(model, actions);
          expect(await perform(actions)).toEqual(expected.codes);
          model = expected.state;
        }
        expect(await stateNow()).toEqual(model);
      }),
      { numRuns: 15 },
    );
  });

  test('at the same time, end as in some order of the model', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyTransaction, { minLength: 2, maxLength: 4 }), async (transactions) => {
        await table.reset([item('a', { n: 1 })]);
        const outcomes = await Promise.all(transactions.map(perform));
        const found = { outcomes, state: await stateNow() };
        expect(everyOrder(transactions)).toContainEqual(found);
      }),
      { numRuns: 20 },
    );
  });

  /** What each order of the transactions would have led to, outcomes in the order in which they were sent. */
  const everyOrder = (transactions: readonly (readonly Action[])[]) =>
    permutations(transactions.map((_, index) => index)).map((order) => {
      let state: State = new Map([['a', 1]]);
      const outcomes: Outcome[] = [];
      for (const index of order) {
        const result = transactInModel(state, transactions[index] ?? []);
        state = result.state;
        outcomes[index] = result.codes;
      }
      return { outcomes, state };
    });

  test('move money between accounts without making or losing any, whoever looks', async () => {
    const accounts = ['a', 'b', 'c', 'd'];
    await table.reset(accounts.map((account) => item(account, { n: 10 })));
    const balances = { a: 10, b: 10, c: 10, d: 10 } as Record<string, number>;
    const transfer = fc.record({
      from: fc.constantFrom(...accounts),
      to: fc.constantFrom(...accounts),
      amount: fc.integer({ min: 1, max: 8 }),
    });
    const transfers = fc.sample(
      transfer.filter(({ from, to }) => from !== to),
      { numRuns: 60, seed: 7 },
    );

    const sums = Promise.all(Array.from({ length: 30 }, readSum));
    const done = await Promise.all(
      transfers.map(async ({ from, to, amount }) => ({
        from,
        to,
        amount,
        codes: await move(from, to, amount),
      })),
    );
    const succeeded = done.filter(({ codes }) => codes.every((code) => code === 'None'));
    for (const { from, to, amount } of succeeded) {
      balances[from] = (balances[from] ?? 0) - amount;
      balances[to] = (balances[to] ?? 0) + amount;
    }
    expect(new Set(await sums)).toEqual(new Set([40]));
    expect(Object.fromEntries(await stateNow())).toEqual(balances);
    expect(Math.min(...Object.values(balances))).toBeGreaterThanOrEqual(0);
    expect(succeeded.length).toBeLessThan(done.length);

    async function readSum() {
      const TransactItems = accounts.map((account) => ({ Get: { TableName, Key: item(account) } }));
      const { Responses = [] } = await table.documents.send(new TransactGetCommand({ TransactItems }));
      return Responses.reduce(
        (sum, { Item }) => sum + Number(new Map(Object.entries(Item ?? {})).get('n')),
        0,
      );
    }
  });

  const move = async (from: string, to: string, amount: number): Promise<Outcome> => {
    const add = (account: string, by: number) => ({
      Update: {
        TableName,
        Key: item(account),
        UpdateExpression: 'SET n = n + :by',
        ConditionExpression: 'n >= :least',
        ExpressionAttributeValues: { ':by': by, ':least': Math.max(0, -by) },
      },
    });
    const TransactItems = [add(from, -amount), add(to, amount)];
    return table.documents.send(new TransactWriteCommand({ TransactItems })).then(
      () => ['None', 'None'],
      (error) => error.CancellationReasons.map(({ Code }: { Code: string }) => Code),
    );
  };
});

describe('transactions among single writes and reads', () => {
  const times = (count: number, work: (index: number) => Promise<unknown>) =>
    Promise.allSettled(Array.from({ length: count }, (_, index) => work(index)));
  const succeeded = (results: readonly PromiseSettledResult<unknown>[]) =>
    results.filter(({ status }) => status === 'fulfilled').length;

  test('lose no increment', async () => {
    const increment = {
      TableName,
      Key: item('counter'),
      UpdateExpression: 'ADD n :one',
      ExpressionAttributeValues: { ':one': 1 },
    };
    const results = await times(80, (index) =>
      index % 2 === 0
        ? table.documents.send(new UpdateCommand(increment))
        : table.documents.send(new TransactWriteCommand({ TransactItems: [{ Update: increment }] })),
    );
    expect(succeeded(results)).toBe(80);
    expect(await table.everything()).toEqual([item('counter', { n: 80 })]);
  });

  test('let one of many win what may be made once', async () => {
    const once = { TableName, ConditionExpression: 'attribute_not_exists(pk)' };
    const results = await times(40, (index) => {
      const Put = { ...once, Item: item('once', { n: index }) };
      const Trace = { TableName, Item: item(`trace-${index}`) };
      return index % 2 === 0
        ? table.documents.send(new PutCommand(Put))
        : table.documents.send(new TransactWriteCommand({ TransactItems: [{ Put: Trace }, { Put }] }));
    });
    expect(succeeded(results)).toBe(1);
    const winner = results.findIndex(({ status }) => status === 'fulfilled');
    const trace = winner % 2 === 0 ? [] : [item(`trace-${winner}`)];
    expect(await table.everything()).toEqual([item('once', { n: winner }), ...trace]);
  });

  test('never show what a cancelled transaction had begun', async () => {
    const ghost = Array.from({ length: 10 }, (_, index) => ({
      Put: { TableName, Item: item(`ghost-${index}`) },
    }));
    const impossible = {
      ConditionCheck: { TableName, Key: item('nobody'), ConditionExpression: 'attribute_exists(pk)' },
    };
    const seen: unknown[] = [];
    await Promise.all([
      times(15, () =>
        table.documents.send(new TransactWriteCommand({ TransactItems: [...ghost, impossible] })),
      ),
      times(150, async (index) => {
        const Key = item(`ghost-${index % 10}`);
        const { Item } = await table.documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
        if (Item) seen.push(Item);
      }),
      times(30, async () => seen.push(...(await table.everything()))),
    ]);
    expect(seen).toEqual([]);
  });

  test('read one moment: never the second of two single writes without the first', async () => {
    const set = (sk: string, n: number) =>
      table.documents.send(new PutCommand({ TableName, Item: item(sk, { n }) }));
    await table.reset([item('first', { n: 0 }), item('second', { n: 0 })]);
    const filler = Array.from({ length: 20 }, (_, index) => `filler-${index}`);
    const Gets = ['first', ...filler, 'second'].map((sk) => ({ Get: { TableName, Key: item(sk) } }));
    const ahead: number[] = [];
    await Promise.all([
      (async () => {
        for (let n = 1; n <= 60; n += 1) {
          await set('first', n);
          await set('second', n);
        }
      })(),
      times(20, async () => {
        const { Responses = [] } = await table.documents.send(
          new TransactGetCommand({ TransactItems: Gets }),
        );
        const [first = Number.NaN, second = Number.NaN] = Responses.flatMap(({ Item: { n } = {} }) =>
          n === undefined ? [] : [Number(n)],
        );
        ahead.push(first - second);
      }),
    ]);
    expect(ahead).toHaveLength(20);
    expect(ahead.filter((difference) => difference !== 0 && difference !== 1)).toEqual([]);
  });

  test('leave it to a failed condition to show the item that failed it, not a later one', async () => {
    await table.reset([item('switch', { n: 0 })]);
    const shown: unknown[] = [];
    const turn = (n: number) =>
      table.documents.send(new PutCommand({ TableName, Item: item('switch', { n }) }));
    const whenOn = new PutCommand({
      TableName,
      Item: item('switch', { n: 1 }),
      ConditionExpression: 'n = :on',
      ExpressionAttributeValues: { ':on': 1 },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    await times(200, (index) =>
      index % 2 === 0
        ? turn((index / 2) % 2)
        : table.documents.send(whenOn).catch((error) => shown.push(error.Item)),
    );
    expect(shown.length).toBeGreaterThan(0);
    expect(new Set(shown.map((found) => JSON.stringify(found)))).toEqual(
      new Set(['{"pk":{"S":"p"},"sk":{"S":"switch"},"n":{"N":"0"}}']),
    );
  });

  test('do not undo what others wrote while they were being cancelled', async () => {
    await table.reset([item('shared', { n: 0 })]);
    const impossible = {
      ConditionCheck: { TableName, Key: item('nobody'), ConditionExpression: 'attribute_exists(pk)' },
    };
    const cancelled = {
      TransactItems: [{ Put: { TableName, Item: item('shared', { n: -1 }) } }, impossible],
    };
    const batch = (n: number) => ({
      RequestItems: { [TableName]: [{ PutRequest: { Item: item(`batch-${n}`) } }] },
    });
    await times(60, (index) => {
      if (index % 3 === 0) return table.documents.send(new TransactWriteCommand(cancelled));
      if (index % 3 === 1) return table.documents.send(new BatchWriteCommand(batch(index)));
      return table.documents.send(
        new UpdateCommand({
          TableName,
          Key: item('shared'),
          UpdateExpression: 'ADD n :one',
          ExpressionAttributeValues: { ':one': 1 },
        }),
      );
    });
    const [...items] = await table.everything();
    expect(items).toHaveLength(21);
    expect(items.at(-1)).toEqual(item('shared', { n: 20 }));
  });
});

const permutations = (indexes: readonly number[]): readonly (readonly number[])[] =>
  indexes.length === 0
    ? [[]]
    : indexes.flatMap((first) =>
        permutations(indexes.filter((index) => index !== first)).map((rest) => [first, ...rest]),
      );
