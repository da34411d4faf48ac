// Who may call what: every route and every kind of caller, at the API as clients find it.
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { readApi } from '../../local/api/routes.ts';
import { callsDuring, send } from './api.ts';
import { type Callers, callersOf } from './authorization-callers.ts';
import { type About, type Row, rows } from './authorization-rows.ts';
import { storedAbout } from './stored.ts';
import { soleSweeper } from './sweep.ts';

const stack = inject('stack');
const { strangers, unreadable, user, others, admin } = callersOf(stack);
type Caller = Callers['others'][number];

const mark = randomUUID();
const topic = `matrix/${mark}`;
const group = `matrix-${mark}`;
let about: About;
beforeAll(async () => {
  const grant = { subject: `group/${group}`, actions: ['publish', 'subscribe'], topicFilter: `${topic}/old` };
  const created = await send(stack, 'POST /grants', { token: admin.token, body: JSON.stringify(grant) });
  expect(created.status).toBe(201);
  about = { userId: user.sub, group, grantId: created.body.grantId, topic };
  // Nothing is left to be done about them while they are looked at.
  await using sweeper = await soleSweeper(stack);
  await sweeper.sweepInTime([mark]);
});

const unauthenticated = { status: 401, code: 'unauthenticated' };
const forbidden = { status: 403, code: 'forbidden' };

const whoIsLetIn = ({ open }: Row): readonly Caller[] => {
  switch (open) {
    case 'anyone':
      return [...strangers, ...unreadable, user, ...others, admin];
    case 'signed-in':
      return [user, ...others, admin];
    case 'itself':
      return [user, admin];
    case 'administrators':
      return [admin];
  }
};

const refusalsOf = (row: Row) => {
  const letIn = whoIsLetIn(row);
  return [
    ...strangers.map((caller) => ({ caller, refusal: unauthenticated, by: 'UNAUTHORIZED' })),
    ...unreadable.map((caller) => ({ caller, refusal: unauthenticated, by: null })),
    ...[user, ...others].map((caller) => ({ caller, refusal: forbidden, by: null })),
  ].filter(({ caller }) => !letIn.includes(caller));
};

const requestOf = (route: string, { request }: Row) => {
  const [method = '', pattern = ''] = route.split(' ');
  const { path = pattern, body, headers } = request?.(about) ?? {};
  return (token: string | undefined) =>
    send(stack, `${method} /${path.slice(1)}`, {
      token,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(headers && { headers }),
    });
};

it('knows every route of serverless.yml, and no other', () => {
  const { routes } = readApi(fileURLToPath(new URL('../..', import.meta.url)));
  const declared = routes.map(({ method, path }) => `${method} /${path.join('/')}`);
  expect(Object.keys(rows).toSorted()).toEqual(
    declared.filter((route) => !route.startsWith('ANY ')).toSorted(),
  );
});

describe.each(Object.entries(rows))('%s', (route, row) => {
  it('refuses whom it is not open to, with a problem, and changes nothing', async () => {
    const request = requestOf(route, row);
    const names = [mark, ...[user, admin, ...others].flatMap(({ sub }) => sub ?? [])];
    const before = await storedAbout(stack, names);
    const calls = await callsDuring(
      stack,
      async () => {
        for (const { caller, refusal, by } of refusalsOf(row)) {
          const answer = await request(caller.token);
          expect(
            {
              ...answer,
              type: answer.headers.get('content-type'),
              by: answer.headers.get('x-amzn-errortype'),
            },
            caller.name,
          ).toMatchObject({
            status: refusal.status,
            type: 'application/problem+json',
            by,
            body: {
              ...refusal,
              type: `urn:iot-attache:problem:${refusal.code}`,
              title: expect.any(String),
              detail: expect.any(String),
              instance: expect.stringMatching(/^[0-9a-f-]{36}$/),
            },
          });
          const challenge = refusal.status === 401 ? 'Bearer' : null;
          expect(answer.headers.get('www-authenticate'), caller.name).toBe(challenge);
          if (caller.token) expect(JSON.stringify(answer.body)).not.toContain(caller.token);
        }
      },
      names,
    );
    expect(calls).toEqual([]);
    expect(await storedAbout(stack, names)).toEqual(before);
  });
});

// After all refusals: what is answered leaves work to be done, by any sweep, about those who were looked at.
describe.each(Object.entries(rows))('%s', (route, row) => {
  it('answers whom it is open to', async () => {
    const request = requestOf(route, row);
    const answers: [name: string, status: number][] = [];
    const letIn = whoIsLetIn(row);
    for (const { name, token } of letIn) answers.push([name, (await request(token)).status]);
    expect(answers).toEqual(letIn.map(({ name }) => [name, row.status]));
  });
});

describe.each([...new Set(Object.keys(rows).map((route) => route.split(' ')[1] ?? ''))])(
  '%s by another method',
  (path) => {
    const row = Object.entries(rows).find(([route]) => route.endsWith(` ${path}`))?.[1];
    const isPublic = row?.open === 'anyone';

    it.each([
      ['nobody', undefined, isPublic ? 405 : 401],
      ['a user', user.token, 405],
      ['an administrator', admin.token, 405],
    ])(`answers %s`, async (_who, token, status) => {
      const url: `/${string}` = `/${path.slice(1).replaceAll(/\{\w+\}/g, 'x')}`;
      const answer = await send(stack, `PATCH ${url}`, { token });
      expect([answer.status, answer.body.status]).toEqual([status, status]);
    });
  },
);
