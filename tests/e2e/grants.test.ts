// An administrator grants, changes and revokes; real MQTT clients find it so.
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { type Administrator, administratorOf, seededAdministrator, subOf } from './administrator.ts';
import { newGroup, newUser } from './new-user.ts';
import { connecting, publishes, received } from './session.ts';
import { storedAbout } from './stored.ts';
import { soleSweeper } from './sweep.ts';

const stack = inject('stack');
const connected = connecting();

let admin: Administrator;
beforeAll(async () => {
  admin = await seededAdministrator(stack);
});

/** Granted to nobody yet. */
const newTopic = () => `plant/${randomUUID()}`;

const talking = (subject: string, topicFilter: string) => ({
  subject,
  actions: ['publish', 'subscribe'],
  topicFilter,
});

describe('a grant', () => {
  it('of a group works for whoever is in it, registered before or after, and for nobody else', async () => {
    await using sweeper = await soleSweeper(stack);
    const group = await newGroup(stack);
    const [early, late, stranger] = [
      await newUser(stack, [group]),
      await newUser(stack, [group]),
      await newUser(stack),
    ];
    const before = await early.register('web-1');
    const topic = newTopic();
    const created = await admin.ask('POST /grants', { ...talking(`group/${group}`, topic), reason: 'INC-1' });
    expect(created).toMatchObject({
      status: 201,
      body: {
        subject: `group/${group}`,
        createdBy: admin.userId,
        version: 1,
        status: { state: 'applied' },
      },
    });
    const { grantId } = created.body;
    expect([created.headers.get('location'), created.headers.get('etag')]).toEqual([
      `/grants/${grantId}`,
      '"1"',
    ]);
    expect((await admin.ask(`GET /groups/${group}`)).body).toMatchObject({ members: 1, state: 'pending' });
    await sweeper.sweep();

    const members = [
      await connected(early, before),
      await connected(late, await late.register('web-1')),
    ] as const;
    const [first, second] = members;
    const messages = received(second);
    await second.subscribeAsync(topic, { qos: 1 });
    expect(await publishes(first, topic, 'to the group')).toBe('published');
    await expect.poll(() => messages).toEqual([`${topic}: to the group`]);
    expect(await publishes(await connected(stranger, await stranger.register('web-1')), topic)).toBe(
      'closed',
    );
    await sweeper.sweepInTime([group]);
    expect((await admin.ask(`GET /groups/${group}`)).body).toMatchObject({ members: 2, state: 'applied' });
  });

  it('is changed by whoever has seen its present version, and works as changed', async () => {
    const alice = await newUser(stack);
    const registration = await alice.register('web-1');
    const [old, other] = [newTopic(), newTopic()];
    const subject = `user/${subOf(alice.idToken)}`;
    const { body: grant } = await admin.ask('POST /grants', talking(subject, old));
    const path = `/grants/${grant.grantId}` as const;
    const change = (headers?: Record<string, string>) =>
      admin.ask(`PUT ${path}`, talking(subject, other), headers);

    expect(await change()).toMatchObject({ status: 428, body: { code: 'precondition-required' } });
    expect(await change({ 'If-Match': 'W/"1"' })).toMatchObject({ status: 412, body: { current: '"1"' } });
    const changed = await change({ 'If-Match': '"1"' });
    expect(changed).toMatchObject({ status: 200, body: { topicFilter: other, version: 2 } });
    expect(changed.headers.get('etag')).toBe('"2"');
    expect(await change({ 'If-Match': '"1"' })).toMatchObject({
      status: 412,
      body: { code: 'precondition-failed', current: '"2"' },
    });
    const same = await change({ 'If-Match': '"2"' });
    expect([same.status, same.headers.get('etag')]).toEqual([200, '"2"']);
    expect((await admin.ask(`GET ${path}`)).body).toEqual(same.body);

    const client = await connected(alice, registration);
    expect(await publishes(client, other)).toBe('published');
    expect(await publishes(client, old)).toBe('closed');
  });

  it('is there once, however often the request is sent', async () => {
    const grant = talking(`user/${randomUUID()}`, newTopic());
    const answers = await Promise.all([1, 2, 3].map(() => admin.ask('POST /grants', grant)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
    const [first] = (await admin.ask(`GET /grants?subject=${grant.subject}`)).body.items;
    for (const { status, body } of answers) {
      if (status === 409) expect(body).toMatchObject({ code: 'grant-duplicate', grantId: first.grantId });
    }
  });

  it('is only tried in a dry run', async () => {
    const subject = `group/${randomUUID()}`;
    const grant = talking(subject, newTopic());
    const tried = await admin.ask('POST /grants?dryRun=true', grant);
    expect(tried).toMatchObject({ status: 200, body: { before: [], notes: [] } });
    expect(JSON.stringify(tried.body.after)).toContain(grant.topicFilter);
    expect(await storedAbout(stack, [subject])).toEqual([]);
  });
});

describe('a batch', () => {
  it('is stored whole or not at all', async () => {
    const alice = await newUser(stack);
    const registration = await alice.register('web-1');
    const subject = `user/${subOf(alice.idToken)}`;
    const [kept, gone, made, never] = [newTopic(), newTopic(), newTopic(), newTopic()];
    const stays = (await admin.ask('POST /grants', talking(subject, kept))).body;
    const goes = (await admin.ask('POST /grants', talking(subject, gone))).body;
    const create = { op: 'create', grant: talking(subject, never) };
    const before = await storedAbout(stack, [subject]);
    const refused = [
      [{ op: 'delete', grantId: goes.grantId, ifMatch: '"7"' }, 412, '/operations/1'],
      [{ op: 'delete', grantId: goes.grantId }, 428, '/operations/1/ifMatch'],
      [{ op: 'delete', grantId: 'unknown', ifMatch: '*' }, 404, '/operations/1'],
      [{ op: 'create', grant: talking(subject, 'a/*') }, 422, '/operations/1/grant/topicFilter'],
      [{ op: 'create', grant: talking(subject, kept) }, 409, '/operations/1/grant'],
      [create, 422, '/operations/1/grant'],
    ] as const;
    for (const [operation, status, pointer] of refused) {
      const answer = await admin.ask('POST /grants/batch', { operations: [create, operation] });
      expect(answer).toMatchObject({ status, body: { status, errors: [{ pointer }] } });
    }
    expect(await storedAbout(stack, [subject])).toEqual(before);

    const answer = await admin.ask('POST /grants/batch', {
      reason: 'moves',
      operations: [
        { op: 'create', grant: talking(subject, made) },
        { op: 'delete', grantId: goes.grantId, ifMatch: '"1"' },
        { op: 'replace', grantId: stays.grantId, ifMatch: '*', grant: talking(subject, kept) },
      ],
    });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        results: [
          { index: 0, status: 201, grant: { topicFilter: made } },
          { index: 1, status: 200, grant: { topicFilter: gone } },
          { index: 2, status: 200, grant: { topicFilter: kept, version: 1 } },
        ],
      },
    });
    const client = await connected(alice, registration);
    expect(await publishes(client, made)).toBe('published');
    expect(await publishes(client, kept)).toBe('published');
    expect(await publishes(client, gone)).toBe('closed');
  });
});

describe('two administrators at once', () => {
  let other: Administrator;
  beforeAll(async () => {
    other = administratorOf(stack, (await newUser(stack, ['admins'])).idToken);
  });

  it('lose no grant of each other in the same scope', async () => {
    await using sweeper = await soleSweeper(stack);
    const subject = `user/${randomUUID()}`;
    const topics = Array.from({ length: 4 }, newTopic);
    const answers = await Promise.all(
      topics.map((topic, index) => [admin, other][index % 2]?.ask('POST /grants', talking(subject, topic))),
    );
    expect(answers.every((answer) => answer?.status === 201 || answer?.status === 202)).toBe(true);
    await sweeper.sweepInTime([subject]);
    const { items } = (await admin.ask(`GET /grants?subject=${subject}`)).body;
    expect(items.map(({ topicFilter }: { topicFilter: string }) => topicFilter).toSorted()).toEqual(
      topics.toSorted(),
    );
    for (const { status } of items) expect(status).toMatchObject({ state: 'applied' });
  });

  it('change a grant one after the other, each from the version that it has seen', async () => {
    const subject = `user/${randomUUID()}`;
    const { body: grant } = await admin.ask('POST /grants', talking(subject, newTopic()));
    const path = `/grants/${grant.grantId}` as const;
    const topics = Array.from({ length: 4 }, newTopic);
    const answers = await Promise.all(
      topics.map((topic, index) =>
        [admin, other][index % 2]?.ask(`PUT ${path}`, talking(subject, topic), { 'If-Match': '"1"' }),
      ),
    );
    const won = answers.filter((answer) => answer?.status === 200 || answer?.status === 202);
    expect(answers.map((answer) => answer?.status).filter((status) => status === 412)).toHaveLength(3);
    expect(won).toHaveLength(1);
    expect(won[0]?.headers.get('etag')).toBe('"2"');
    const now = await admin.ask(`GET ${path}`);
    expect(now.headers.get('etag')).toBe('"2"');
    expect(now.body.topicFilter).toBe(won[0]?.body.topicFilter);
  });
});
