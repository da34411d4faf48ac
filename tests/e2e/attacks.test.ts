// What somebody who has signed in tries, to learn or to get more than is granted.
import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { App } from '../../local/app.ts';
import { seededAdministrator, subOf } from './administrator.ts';
import { send } from './api.ts';
import { newUser } from './new-user.ts';
import { idTokenOf } from './pool-tokens.ts';
import { storedAbout } from './stored.ts';

const stack = inject('stack');

let mallory: App;
let victim: string;
beforeAll(async () => {
  const alice = await newUser(stack);
  await alice.register('web-1');
  victim = subOf(alice.idToken);
  mallory = await newUser(stack);
  await mallory.register('web-1');
});

const about = (id: string, type = 'user') => ({
  subject: { type, id },
  action: { name: 'publish' },
  resource: { type: 'topic', id: 'demoTopic' },
});

describe('a question about somebody else', () => {
  const self = () => subOf(mallory.idToken);
  it.each([
    ['by itself', () => about(victim)],
    ['in a list', () => ({ evaluations: [about(victim)] })],
    ['among others', () => ({ evaluations: [about(self()), about(victim), about(self())] })],
    ['by a default', () => ({ ...about(victim), evaluations: [{ action: { name: 'subscribe' } }] })],
    ['in the place of a default', () => ({ ...about(self()), evaluations: [{ subject: { id: victim } }] })],
    [
      'behind an answer that ends the list',
      () => ({
        ...about(self()),
        evaluations: [{}, about(victim)],
        options: { evaluations_semantic: 'permit_on_first_permit' },
      }),
    ],
    ['of another type', () => ({ evaluations: [about(self(), 'User')] })],
    ['that is nearly oneself', () => ({ evaluations: [about(`${self()} `)] })],
  ])('is answered 403, %s, and nothing besides', async (_how, body) => {
    const answer = await send(stack, 'POST /access/v1/evaluations', {
      token: mallory.idToken,
      body: JSON.stringify(body()),
    });
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(JSON.stringify(answer.body)).not.toMatch(/decision|granted|no-grant/);
  });

  it('tells administrators which grants decide, and users about themselves only whether', async () => {
    const body = JSON.stringify(about(victim));
    const { ask } = await seededAdministrator(stack);
    const told = (await ask('POST /access/v1/evaluation', about(victim))).body;
    expect(told).toMatchObject({ decision: true, context: { grants: [expect.any(String)] } });
    const own = idTokenOf(stack, { sub: victim });
    const answer = await send(stack, 'POST /access/v1/evaluation', { token: own, body });
    expect(answer.body).toMatchObject({ decision: true, context: { reason: 'granted' } });
    expect(answer.body.context).not.toHaveProperty('grants');
  });
});

describe('a header', () => {
  it.each([
    ['sls-offline-authorizer-override', '{"claims":{"cognito:groups":["admins"]}}'],
    ['cognito-identity-id', 'us-east-1:00000000-0000-4000-8000-000000000001'],
    ['x-amzn-oidc-identity', 'admin'],
    ['x-forwarded-user', 'admin'],
    ['x-http-method-override', 'GET'],
  ])('makes nobody an administrator: %s', async (name, value) => {
    const grant = { subject: `user/${subOf(mallory.idToken)}`, actions: ['publish'], topicFilter: 'mine' };
    const answer = await send(stack, 'POST /grants', {
      token: mallory.idToken,
      headers: { [name]: value },
      body: JSON.stringify(grant),
    });
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(JSON.stringify(await storedAbout(stack, [subOf(mallory.idToken)]))).not.toContain('mine');
  });
});
