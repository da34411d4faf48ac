// The sweep's function as it is deployed, over the stand-ins of DynamoDB and IoT Core.
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Context } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type RunningIotCore, startIotCore } from '../../local/iot/start-iot-core.ts';
import { dueKey, listed } from '../../src/aws/store-keys.ts';
import { type Due, taskKey } from '../../src/domain/due.ts';
import { everyone, type Subject } from '../../src/domain/subject.ts';
import { type OpenedTable, useTables } from '../contracts/open-store.ts';
import { auditEvent, everyoneScope, group, space, userId } from '../fakes/samples.ts';

const openTable = useTables();
let opened: OpenedTable;
let core: RunningIotCore;
let handler: typeof import('../../src/handlers/sweep.ts').handler;

beforeEach(async () => {
  vi.spyOn(console, 'info').mockReturnValue();
  opened = await openTable();
  core = await startIotCore({ ...space, role: { Version: '2012-10-17', Statement: [] }, throttle: true });
  const environment = {
    AWS_REGION: space.region,
    ACCOUNT_ID: space.accountId,
    POLICY_PREFIX: space.prefix,
    TABLE_NAME: opened.table.tableName,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_DYNAMODB: opened.dynamodb.url,
    AWS_ENDPOINT_URL_IOT: core.controlUrl,
    AWS_ENDPOINT_URL_IOT_DATA_PLANE: core.dataUrl,
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  vi.resetModules();
  ({ handler } = await import('../../src/handlers/sweep.ts'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  return core.close();
});

/** What the handler reads of it. */
const context = (remainingMs = 55_000) => {
  const endsAt = Date.now() + remainingMs;
  return { awsRequestId: 'sweep-1', getRemainingTimeInMillis: () => endsAt - Date.now() } as Context;
};

const found = async (subject: Subject, dueAt = Date.now() - 1000) => {
  const { subject: _, ...content } = everyoneScope({ grants: [] });
  const work = { task: 'apply-scope' as const, subject };
  await opened.store.changeScopes({
    scopes: [{ scope: { ...content, subject } }],
    puts: [],
    removals: [],
    users: [],
    due: [{ work, dueAt, failures: 0, stamp: `stamp-${taskKey(work)}` }],
    audit: auditEvent(),
  });
};

const groups = (count: number) =>
  Array.from({ length: count }, (_, index): Subject => ({ kind: 'group', group: group(`group-${index}`) }));

/** What the first sweep of all makes, as it is some sweeps later. */
const standing = async () => {
  const { subject, ...content } = everyoneScope({ grants: [] });
  await opened.store.changeScopes({
    scopes: [{ scope: { ...content, subject } }],
    puts: [],
    removals: [],
    users: [],
    due: [compared],
    audit: auditEvent(),
  });
};
const compared: Due = {
  work: { task: 'compare' },
  dueAt: Date.now() + 60 * 60_000,
  failures: 0,
  stamp: 'compared',
};

describe('the sweep function', () => {
  it('at first founds the everyone scope and compares what there is from then on, once', async () => {
    await handler({}, context());
    await handler({}, context());
    const [scope] = await opened.store.readScopes([everyone]);
    expect(scope).toMatchObject({ generation: 1, appliedGeneration: 1, documents: 1 });
    expect(scope?.grants.map(({ rule }) => rule.topicFilter.text)).toEqual(['users/${identityId}/#']);
    expect((await opened.traces()).due).toEqual(['compare']);
    expect(core.calls.list().filter(({ operation }) => operation === 'CreatePolicy')).toHaveLength(1);
  });

  it('with nothing due calls nothing of IoT Core and says so', async () => {
    await standing();
    expect(await handler({}, context())).toEqual({ tasks: {}, oldestAgeMs: 0, left: 0 });
    expect(core.calls.list()).toEqual([]);
  });

  it('applies what is pending, is never throttled, and takes it off the list', async () => {
    await standing();
    for (const subject of groups(12)) await found(subject);
    const report = await handler({}, context());
    expect(report).toMatchObject({ tasks: { 'apply-scope': { done: 12 } }, left: 0 });
    expect(report.oldestAgeMs).toBeGreaterThanOrEqual(1000);
    const scopes = await opened.store.readScopes(groups(12));
    expect(scopes.map(({ appliedGeneration, applied }) => [appliedGeneration, applied.length])).toEqual(
      scopes.map(() => [1, 1]),
    );
    expect(core.calls.list().map(({ operation, status }) => [operation, status])).toEqual(
      scopes.map(() => ['CreatePolicy', 200]),
    );
    expect((await opened.traces()).due).toEqual(['compare']);
  });

  it('passes over what cannot be read, and postpones what fails', async () => {
    const errors = vi.spyOn(console, 'error').mockReturnValue();
    const key = dueKey({ task: 'apply-user', userId: userId('x') });
    const unreadable = { ...key, ...listed('due', '2026-01-01T00:00:00.000Z#x'), work: { task: 'unknown' } };
    await opened.table.client.send(new PutCommand({ TableName: opened.table.tableName, Item: unreadable }));
    await opened.store.saveDue(compared);
    await found(everyone);
    const effect = { kind: 'error' as const, name: 'ServiceUnavailableException', status: 503 };
    core.faults.add({ operation: 'CreatePolicy', times: 10, effect });
    const report = await handler({}, context());
    expect(report.tasks).toEqual({ 'apply-scope': { failed: 1 } });
    expect(errors.mock.calls.map(([line]) => JSON.parse(line).message)).toEqual(
      expect.arrayContaining(['unreadable due item', 'due work failed']),
    );
    const [due] = await opened.store.listDue(Date.now() + 60 * 60_000, 10);
    expect(due).toMatchObject({ work: { task: 'apply-scope' }, failures: 1 });
    expect(due?.dueAt).toBeGreaterThan(Date.now());
  });

  it('with little time left begins nothing', async () => {
    await opened.store.saveDue(compared);
    await found(everyone);
    const report = await handler({}, context(12_000));
    expect(report).toMatchObject({ tasks: {}, left: 1 });
    expect(core.calls.list()).toEqual([]);
    expect((await opened.traces()).due).toEqual(['apply-scope/everyone', 'compare']);
  });

  it('twice at once applies everything once', async () => {
    await standing();
    for (const subject of groups(6)) await found(subject);
    await Promise.all([handler({}, context()), handler({}, context())]);
    expect(core.calls.list().filter(({ operation }) => operation !== 'CreatePolicy')).toEqual([]);
    const scopes = await opened.store.readScopes(groups(6));
    expect(scopes.map(({ appliedGeneration }) => appliedGeneration)).toEqual(scopes.map(() => 1));
  });
});
