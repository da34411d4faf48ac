// What the table leaves for later is asked for again, and for good reason given up.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DynamoDBDocumentClient,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { batchGet, batchWrite } from '../../src/aws/store-batch.ts';
import { memberStore } from '../../src/aws/store-members.ts';
import { group } from '../fakes/samples.ts';

const documents = mockClient(DynamoDBDocumentClient);
beforeEach(() => {
  documents.reset();
});
afterAll(() => documents.restore());

const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'us-east-1' }));
const table = (abortSignal = new AbortController().signal) => ({ client, tableName: 't', abortSignal });
const keys = (count: number) => Array.from({ length: count }, (_, index) => ({ pk: `p${index}`, sk: 's' }));

/** Takes `most` of a request's parts and leaves the rest. */
const getting = (most: number) =>
  documents.on(BatchGetCommand).callsFake(({ RequestItems }) => {
    const { Keys, ...more } = RequestItems.t;
    const left = Keys.slice(most);
    return {
      Responses: { t: Keys.slice(0, most) },
      UnprocessedKeys: left.length > 0 ? { t: { Keys: left, ...more } } : {},
    };
  });
const written: unknown[] = [];
const writing = (most: number) =>
  documents.on(BatchWriteCommand).callsFake(({ RequestItems: { t: requests } }) => {
    written.push(...requests.slice(0, most));
    return { UnprocessedItems: requests.length > most ? { t: requests.slice(most) } : {} };
  });
const sizes = () =>
  documents.calls().map(({ args: [{ input }] }) => {
    const { t } = (input as { RequestItems: { t: { Keys: unknown[] } | unknown[] } }).RequestItems;
    return 'Keys' in t ? t.Keys.length : t.length;
  });

describe('reading many items', () => {
  it('asks for 100 at a time, each once, consistently', async () => {
    getting(100);
    expect(await batchGet(table(), [...keys(201), ...keys(5)])).toEqual(keys(201));
    expect(sizes()).toEqual([100, 100, 1]);
    for (const { args } of documents.commandCalls(BatchGetCommand))
      expect(args[0].input.RequestItems?.['t']).toMatchObject({ ConsistentRead: true });
  });

  it('asks again for what was left, as it asked before', async () => {
    getting(2);
    const projection = { ProjectionExpression: '#a', ExpressionAttributeNames: { '#a': 'a' } };
    expect(await batchGet(table(), keys(5), projection)).toEqual(keys(5));
    expect(sizes()).toEqual([5, 3, 1]);
    for (const { args } of documents.commandCalls(BatchGetCommand))
      expect(args[0].input.RequestItems?.['t']).toMatchObject({ ConsistentRead: true, ...projection });
  });

  it('gives up when nothing comes any more', async () => {
    getting(0);
    await expect(batchGet(table(), keys(1))).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(sizes()).toHaveLength(6);
  });

  it('gives up with the request that it is for', async () => {
    getting(0);
    const controller = new AbortController();
    const reading = batchGet(table(controller.signal), keys(1));
    controller.abort();
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('writing many items', () => {
  it('sends 25 at a time, and again what was left', async () => {
    writing(10);
    written.length = 0;
    const writes = keys(30).map((key, index) => (index % 2 === 0 ? { put: key } : { remove: key }));
    await batchWrite(table(), writes);
    expect(sizes().toSorted((one, other) => other - one)).toEqual([25, 15, 5, 5]);
    const requests = keys(30).map((key, index) =>
      index % 2 === 0 ? { PutRequest: { Item: key } } : { DeleteRequest: { Key: key } },
    );
    expect(written).toHaveLength(30);
    expect(written).toEqual(expect.arrayContaining(requests));
  });

  it('gives up when nothing is taken any more', async () => {
    writing(0);
    await expect(batchWrite(table(), [{ put: { pk: 'p', sk: 's' } }])).rejects.toMatchObject({
      name: 'TimeoutError',
    });
  });
});

describe('counting members', () => {
  it('goes on where an answer ended, and no further than is asked', async () => {
    const start = { pk: 'group#a', sk: 'member#m' };
    documents
      .on(QueryCommand, { ExclusiveStartKey: undefined })
      .resolves({ Count: 30, LastEvaluatedKey: start })
      .on(QueryCommand, { ExclusiveStartKey: start, Limit: 70 })
      .resolves({ Count: 12 });
    expect(await memberStore(table()).countMembers(group('a'), 100)).toBe(42);
    expect(await memberStore(table()).countMembers(group('a'), 30)).toBe(30);
    expect(documents.commandCalls(QueryCommand)).toHaveLength(3);
  });
});
