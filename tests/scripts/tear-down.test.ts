// A stage is emptied at the stand-in for IoT Core, with AWS's quotas and its five minutes, under a virtual clock.
import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  AttachPolicyCommand,
  AttachThingPrincipalCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateThingCommand,
  IoTClient,
  ListPoliciesCommand,
  ListTargetsForPolicyCommand,
  ListThingsCommand,
} from '@aws-sdk/client-iot';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTable } from '../../local/dynamodb/create-table.ts';
import { type LocalDynamoDb, startDynamoDb } from '../../local/dynamodb/start-dynamodb.ts';
import { type RunningIotCore, startIotCore } from '../../local/iot/start-iot-core.ts';
import { stackResources } from '../../local/stack-resources.ts';
import { serviceWorld } from '../../scripts/service-world.ts';
import { tearDown, wouldTearDown } from '../../scripts/tear-down.ts';
import { grantStore } from '../../src/aws/store-grants.ts';
import { scopePolicyName } from '../../src/domain/policy-name.ts';
import { everyone, type Subject } from '../../src/domain/subject.ts';
import { everyoneScope, founding, group, space } from '../fakes/samples.ts';

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const { prefix } = space;
const other = `${prefix}-g`;
const document = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: 'iot:Publish', Resource: '*' }],
});
const identity = (n: number) => `us-east-1:00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

let core: RunningIotCore;
let dynamodb: LocalDynamoDb;
let iot: IoTClient;
let documents: DynamoDBDocumentClient;
const time = { now: Date.UTC(2026, 0, 1) };
const said: string[] = [];

beforeEach(async () => {
  said.length = 0;
  core = await startIotCore({
    ...space,
    role: { Version: '2012-10-17', Statement: [] },
    now: () => time.now,
    lag: { deletePolicy: 5 * 60_000 },
  });
  dynamodb = await startDynamoDb();
  await createTable(dynamodb.url, { ...stackResources(space, []).table, TableName: prefix });
  iot = new IoTClient({ region: space.region, credentials, endpoint: core.controlUrl, maxAttempts: 1 });
  documents = DynamoDBDocumentClient.from(
    new DynamoDBClient({ region: space.region, credentials, endpoint: dynamodb.url }),
    { marshallOptions: { removeUndefinedValues: true } },
  );
});
afterEach(() => Promise.all([core.close(), dynamodb.close()]));

const groupOf = (name: string): Subject => ({ kind: 'group', group: group(name) });
const make = (policyName: string) =>
  iot.send(new CreatePolicyCommand({ policyName, policyDocument: document }));
const attach = (policyName: string, target: string) =>
  iot.send(new AttachPolicyCommand({ policyName, target }));
const thing = async (thingName: string, principal: string) => {
  await iot.send(new CreateThingCommand({ thingName }));
  await iot.send(new AttachThingPrincipalCommand({ thingName, principal }));
};
const scopeOf = (of: string, subject: Subject) => scopePolicyName({ ...space, prefix: of }, subject, 1);

const ours = [
  `${prefix}-connect`,
  `${prefix}-suspended`,
  scopeOf(prefix, everyone),
  scopeOf(prefix, groupOf('u-x')),
];
const theirs = [
  `${other}-connect`,
  scopeOf(other, everyone),
  scopeOf(other, groupOf('x')),
  `${prefix}2-everyone-1`,
  'somebody-elses',
];

const fill = async (users: number) => {
  for (const name of [...ours, ...theirs]) await make(name);
  const policyName = ours[2];
  await iot.send(
    new CreatePolicyVersionCommand({ policyName, policyDocument: document, setAsDefault: true }),
  );
  for (let n = 0; n < users; n++) {
    await attach(`${prefix}-connect`, identity(n));
    await attach(scopeOf(prefix, everyone), identity(n));
  }
  await attach(scopeOf(prefix, groupOf('u-x')), identity(0));
  await attach('somebody-elses', identity(0));
  await attach(scopeOf(other, everyone), identity(9999));
  await thing(`${identity(0)}:web-1`, identity(0));
  await thing('a-thing-of-somebody-else', identity(0));
  await thing(`${identity(9999)}:web-1`, identity(9999));
  const store = grantStore({
    client: documents,
    tableName: prefix,
    abortSignal: new AbortController().signal,
  });
  await store.changeScopes(founding(everyoneScope({ subject: groupOf('u-x'), grants: [] })));
};

const stop = async () => {
  await documents.send(new DeleteTableCommand({ TableName: prefix })).catch(() => undefined);
};
const open = (changes: Partial<Parameters<typeof serviceWorld>[0]> = {}) =>
  serviceWorld({
    iot,
    documents,
    space,
    stop,
    say: (line) => said.push(line),
    clock: () => time.now,
    sleep: async (ms) => {
      time.now += ms;
    },
    ...changes,
  });

const policies = async () =>
  ((await iot.send(new ListPoliciesCommand({ pageSize: 250 }))).policies ?? []).map(
    ({ policyName }) => policyName,
  );
const things = async () =>
  ((await iot.send(new ListThingsCommand({}))).things ?? []).map(({ thingName }) => thingName).sort();
const targets = async (policyName: string) =>
  (await iot.send(new ListTargetsForPolicyCommand({ policyName }))).targets ?? [];

const hostedPages = () => {
  const files = new Set(['index.html', 'settings.json']);
  const pages = {
    list: async () => [...files],
    remove: async (keys: readonly string[]) => {
      for (const key of keys) files.delete(key);
    },
  };
  return { files, pages };
};

describe('a teardown', () => {
  it('leaves nothing but what the stack removes, and nothing of others touched', async () => {
    await fill(3);
    const result = await tearDown(await open(), { prefix });
    expect(result).toEqual({
      detached: 7,
      deleted: 2,
      left: [],
      doubtful: [scopeOf(other, groupOf('x'))],
    });
    expect((await policies()).sort()).toEqual([...theirs, ours[0], ours[1]].sort());
    expect(await targets(`${prefix}-connect`)).toEqual([]);
    expect(await targets('somebody-elses')).toEqual([identity(0)]);
    expect(await targets(scopeOf(other, everyone))).toEqual([identity(9999)]);
    expect(await things()).toEqual([`${identity(9999)}:web-1`, 'a-thing-of-somebody-else'].sort());
  });

  it('ends five minutes after the last detachment: then the stack can delete its own policies, too', async () => {
    await fill(1);
    const begun = time.now;
    await tearDown(await open(), { prefix });
    expect(time.now - begun).toBeGreaterThanOrEqual(5 * 60_000);
    expect(time.now - begun).toBeLessThan(8 * 60_000);
    expect(said.join()).toContain('still count as attached');
  });

  it('reads every page', async () => {
    await make(`${prefix}-connect`);
    for (let n = 0; n < 260; n++) await attach(`${prefix}-connect`, identity(n));
    for (let n = 0; n < 260; n++) await make(`${prefix}-g-many-${String(n).padStart(20, '0')}-1`);
    expect(await tearDown(await open(), { prefix })).toMatchObject({ detached: 260, deleted: 260, left: [] });
    expect(await policies()).toEqual([`${prefix}-connect`]);
  });

  it('keeps half of the quota free, so that other stages of the account go on', async () => {
    await make(`${prefix}-connect`);
    for (let n = 0; n < 30; n++) await attach(`${prefix}-connect`, identity(n));
    const begun = time.now;
    await tearDown(await open(), { prefix });
    const detached = core.calls.list().filter(({ operation }) => operation === 'DetachPolicy');
    const [first, last] = [detached[0]?.at, detached.at(-1)?.at].map((at) => Date.parse(String(at)));
    expect(detached).toHaveLength(30);
    expect(Number(last) - Number(first)).toBeGreaterThanOrEqual((29 * 1000) / 7.5);
    expect(time.now).toBeGreaterThan(begun);
  });

  it('cut off anywhere and begun anew ends the same', async () => {
    await fill(2);
    for (let calls = 0; calls < 60; calls += 7) {
      core.faults.add({
        operation: 'DetachPolicy',
        times: 1,
        effect: { kind: 'error', name: 'ServiceUnavailableException', status: 503 },
      });
      await tearDown(await open(), { prefix }).catch(() => undefined);
    }
    await tearDown(await open(), { prefix });
    expect((await policies()).filter((name) => name?.startsWith(`${prefix}-everyone`))).toEqual([]);
    expect(await targets(`${prefix}-connect`)).toEqual([]);
    const again = await tearDown(await open(), { prefix });
    expect(again).toMatchObject({ detached: 0, deleted: 0 });
  });

  it('stops the service first, and does nothing when that is refused', async () => {
    await fill(1);
    const refuse = () => Promise.reject(new Error('protected'));
    await expect(tearDown(await open({ stop: refuse }), { prefix })).rejects.toThrow('protected');
    expect(await targets(`${prefix}-connect`)).toEqual([identity(0)]);
    expect(await things()).toHaveLength(3);
  });

  it('empties the bucket of hosted pages, once the service has stopped', async () => {
    const { pages, files } = hostedPages();
    const stopFirst = async () => {
      expect(files.size).toBe(2);
      await stop();
    };
    await tearDown(await open({ pages, stop: stopFirst }), { prefix });
    expect([...files]).toEqual([]);
    expect(said).toContain('2 files of the web pages: deleted');
    said.length = 0;
    await tearDown(await open({ pages }), { prefix });
    expect(said.join()).not.toContain('pages');
  });

  it('gives up after half an hour on what stays attached, and names it', async () => {
    await fill(1);
    const refused = { kind: 'error', name: 'DeleteConflictException', status: 409 } as const;
    core.faults.add({ operation: 'DeletePolicy', times: 1000, effect: refused });
    const { left } = await tearDown(await open(), { prefix });
    expect(left).toEqual(expect.arrayContaining([scopeOf(prefix, everyone)]));
  });

  it('as a dry run says what it would do, and does nothing', async () => {
    await fill(2);
    core.calls.clear();
    const { pages, files } = hostedPages();
    await wouldTearDown(await open({ pages }), { prefix });
    expect(said).toContain('2 files of the web pages would be deleted');
    expect(files.size).toBe(2);
    expect(new Set(core.calls.list().map(({ operation }) => operation))).toEqual(
      new Set(['ListPolicies', 'ListTargetsForPolicy']),
    );
    expect(said).toContain(`${prefix}-connect: would be detached from 2 identities and left to the stack`);
    expect(said).toContain(`${scopeOf(prefix, everyone)}: would be detached from 2 identities and deleted`);
    expect(said.join()).not.toContain('somebody');
  });
});
