// The hooks' functions as they are deployed, over the stand-ins of the user pool, DynamoDB and IoT Core; on the events
// that AWS documents (tests/schema/cases).
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AdminDisableUserCommand, CreateGroupCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { Context } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type RunningIotCore, startIotCore } from '../../local/iot/start-iot-core.ts';
import { cloudTrailEvent } from '../../local/user-pool/cloud-trail-event.ts';
import { type OpenedTable, useTables } from '../contracts/open-store.ts';
import { auditEvent, device, group, space, user, userId } from '../fakes/samples.ts';
import { alice, type OpenPool, openPool, userPoolId } from '../local/user-pool/open-pool.ts';

const openTable = useTables();
let opened: OpenedTable;
let core: RunningIotCore;
let pool: OpenPool;
const lines: Record<string, unknown>[] = [];

beforeEach(async () => {
  lines.length = 0;
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  for (const level of ['info', 'error'] as const) {
    vi.spyOn(console, level).mockImplementation((line: string) => {
      lines.push(JSON.parse(line));
    });
  }
  opened = await openTable();
  core = await startIotCore({ ...space, role: { Version: '2012-10-17', Statement: [] } });
  pool = await openPool();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await pool.close();
  await core.close();
});

const load = async (changes: Readonly<Record<string, string>> = {}) => {
  const environment = {
    AWS_REGION: space.region,
    ACCOUNT_ID: space.accountId,
    POLICY_PREFIX: space.prefix,
    TABLE_NAME: opened.table.tableName,
    USER_POOL_ID: userPoolId,
    DEFAULT_GROUPS: 'crew, nobody-made-this',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_DYNAMODB: opened.dynamodb.url,
    AWS_ENDPOINT_URL_IOT: core.controlUrl,
    AWS_ENDPOINT_URL_IOT_DATA_PLANE: core.dataUrl,
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: pool.local.url,
    ...changes,
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  vi.resetModules();
  const [confirmed, tokens, events] = await Promise.all([
    import('../../src/handlers/post-confirmation.ts'),
    import('../../src/handlers/pre-token-generation.ts'),
    import('../../src/handlers/pool-events.ts'),
  ]);
  return { confirmed: confirmed.handler, tokens: tokens.handler, events: events.handler };
};

const context = (remainingMs = 5000) => {
  const endsAt = Date.now() + remainingMs;
  return { awsRequestId: 'request-1', getRemainingTimeInMillis: () => endsAt - Date.now() } as Context;
};
const sub = userId(alice.userId);
const readUser = async (id = sub) => (await opened.store.readUsers([id]))[0];

/** As AWS documents them, of Alice. */
const documented = (file: 'pre-token-generation' | 'post-confirmation') => {
  const { events } = JSON.parse(
    readFileSync(new URL(`../schema/cases/${file}.json`, import.meta.url), 'utf8'),
  );
  return (name: string) => {
    const event = structuredClone(events[name]);
    event.userName = sub;
    event.userPoolId = userPoolId;
    event.request.userAttributes.sub = sub;
    return event;
  };
};
const tokenEvent = documented('pre-token-generation');
const confirmationEvent = documented('post-confirmation');

describe('PreTokenGeneration', () => {
  it.each(['V1', 'V2'])(
    'follows the groups of its event, version %s, and gives it back untouched',
    async (version) => {
      const { tokens } = await load();
      const event = tokenEvent(version);
      expect(await tokens(event, context())).toBe(event);
      expect(event).toEqual(tokenEvent(version));
      expect(await readUser()).toMatchObject({
        groups: ['test-group-A', 'test-group-B', 'test-group-C'],
        status: 'active',
      });
    },
  );

  it.each([
    ['no groups', { iamRolesToOverride: [] }],
    ['groups that are null', { groupsToOverride: null }],
    ['no configuration of groups', null],
  ])('with %s leaves those that are stored: they are unknown, not none', async (_what, configuration) => {
    const { tokens } = await load();
    await tokens(tokenEvent('V1'), context());
    const before = await readUser();
    const event = tokenEvent('V1');
    event.request.groupConfiguration = configuration;
    expect(await tokens(event, context())).toBe(event);
    expect(await readUser()).toEqual(before);
  });

  it('asks the table once for a user whose groups are as they were, and AWS nothing else', async () => {
    const { tokens } = await load();
    await tokens(tokenEvent('V1'), context());
    const asked: string[] = [];
    const front = await listening((operation) => asked.push(operation), opened.dynamodb.url);
    const again = await load({ AWS_ENDPOINT_URL_DYNAMODB: front.url });
    await again.tokens(tokenEvent('V2'), context());
    await front.close();
    expect(asked).toEqual(['UpdateItem']);
    expect(core.calls.list()).toEqual([]);
  });

  it('attaches to a registered user what it has joined', async () => {
    const { tokens } = await load();
    const subject = { kind: 'group' as const, group: group('test-group-B') };
    await opened.store.changeScopes({
      scopes: [
        {
          scope: { subject, state: 'active', documents: 1, grants: [], expired: [], generation: 1 },
        },
      ],
      ...{ puts: [], removals: [], users: [], due: [], audit: auditEvent() },
    });
    const registered = user({ userId: sub, groupsAsOf: 1 });
    await opened.store.intendRegistration({
      ...{ of: 'new-user', user: registered, deviceLimit: 3, attempt: 'a', dueAt: Date.now() + 60_000 },
      device: device('web-1'),
      audit: auditEvent({ action: 'device-registered' }),
    });
    const errors = lines.filter(({ level }) => level === 'error');
    await tokens(tokenEvent('V1'), context());
    // Its policy is not written yet: the change is stored and due, and the sign-in goes on.
    expect(errors).toEqual([]);
    expect((await readUser())?.groups).toHaveLength(3);
    expect((await opened.traces()).due).toContain(`apply-user/${sub}`);
    expect(core.calls.list().map(({ operation }) => operation)).toContain('AttachPolicy');
  });

  it('answers in time while AWS does not, and so does PostConfirmation', async () => {
    const silent = await listening(() => undefined);
    const { tokens, confirmed } = await load({
      AWS_ENDPOINT_URL_DYNAMODB: silent.url,
      AWS_ENDPOINT_URL_IOT: silent.url,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: silent.url,
    });
    const begun = performance.now();
    const event = tokenEvent('V1');
    const signUp = confirmationEvent('ConfirmSignUp');
    expect(await tokens(event, context(1500))).toBe(event);
    expect(await confirmed(signUp, context(1500))).toBe(signUp);
    // Half a second before its time is over, each.
    expect(performance.now() - begun).toBeLessThan(2700);
    expect(lines.filter(({ outcome }) => outcome === 'temporarily-unavailable')).toHaveLength(2);
    await silent.close();
  });
});

describe('PostConfirmation', () => {
  it('knows the user, puts it into the groups that there are, and gives its event back untouched', async () => {
    await pool.client.send(new CreateGroupCommand({ UserPoolId: userPoolId, GroupName: 'crew' }));
    const { confirmed } = await load();
    const event = confirmationEvent('ConfirmSignUp');
    await Promise.all([1, 2, 3].map(() => confirmed(event, context())));
    expect(event).toEqual(confirmationEvent('ConfirmSignUp'));
    expect(await readUser()).toMatchObject({ groups: ['crew'], status: 'active', generation: 1 });
    expect((await opened.traces()).audit).toEqual(['user-created']);
    expect(lines).toContainEqual(
      expect.objectContaining({ group: 'nobody-made-this', why: 'unknown-group', level: 'error' }),
    );
  });

  it('of a new password does nothing', async () => {
    const { confirmed } = await load();
    const event = {
      ...confirmationEvent('ConfirmSignUp'),
      triggerSource: 'PostConfirmation_ConfirmForgotPassword',
    };
    expect(await confirmed(event, context())).toBe(event);
    expect(await readUser()).toBeUndefined();
  });
});

describe('an event of the user pool', () => {
  const told = (operation: string, of: object = {}) =>
    cloudTrailEvent({
      operation,
      request: { UserPoolId: userPoolId, ...of },
      sub,
      region: space.region,
      accountId: space.accountId,
    });

  it('is followed by what the pool says', async () => {
    await pool.client.send(new AdminDisableUserCommand({ UserPoolId: userPoolId, Username: alice.username }));
    const { events } = await load();
    await events(told('AdminEnableUser'), context(25_000));
    expect(await readUser()).toMatchObject({ disabled: true });
  });

  it('of another pool is none of its business', async () => {
    const { events } = await load();
    await events(told('AdminDeleteUser', { UserPoolId: 'us-east-1_Another' }), context(25_000));
    expect(await readUser()).toBeUndefined();
    expect(lines).toEqual([expect.objectContaining({ message: 'event ignored', why: 'other-pool' })]);
  });

  it('that cannot be followed is thrown, so that it comes again', async () => {
    const { events } = await load({ AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1' });
    await expect(events(told('AdminDisableUser'), context(25_000))).rejects.toThrow();
  });

  it('of somebody deleted leaves a tombstone, and the rest to the sweeper', async () => {
    const { events } = await load();
    const gone = userId('99999999-9999-4999-8999-999999999999');
    const event = { ...told('AdminDeleteUser') };
    await events(
      { ...event, detail: { ...event.detail, additionalEventData: { sub: gone } } },
      context(25_000),
    );
    expect(await readUser(gone)).toMatchObject({ status: 'offboarded' });
    expect((await opened.traces()).due).toContain(`finish-offboarding/${gone}`);
  });
});

/** A server that is told of every operation and passes it on, or never answers. */
const listening = async (tell: (operation: string) => void, to?: string) => {
  const server: Server = createServer((request, response) => {
    tell(String(request.headers['x-amz-target']).split('.')[1] ?? '');
    if (to === undefined) return;
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', async () => {
      const headers = new Headers();
      for (const [name, value] of Object.entries(request.headers))
        if (!/^(host|connection|content-length|expect)$/.test(name)) headers.set(name, String(value));
      const answer = await fetch(to, { method: 'POST', headers, body: Buffer.concat(parts) });
      response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(Buffer.from(await answer.arrayBuffer()));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
