// The administrator's part of the demo: a topic is granted, it works; it is revoked, and the session is over.
import * as z from 'zod/mini';
import { type App, signIn } from './app.ts';
import { adds, closes, does, holds, nextMessage } from './narrate.ts';
import type { StackDescription } from './stack-description.ts';

const Me = z.object({ userId: z.string() });
const Decision = z.object({
  decision: z.boolean(),
  context: z.object({ reason: z.string(), nearMisses: z.array(z.string()) }),
});
const Preview = z.object({ after: z.array(z.object({ name: z.string(), size: z.number() })) });
const Grant = z.object({ grantId: z.string(), status: z.object({ effectiveBy: z.string() }) });

const topic = 'plant/state';

export const demoGrants = async (stack: StackDescription, alice: App): Promise<void> => {
  const { users } = stack;
  const adminUser = users.find(({ groups }) => groups.includes('admins'));
  if (!adminUser) throw new Error('The local stack has no administrator.');
  const admin = await does(`${adminUser.username} signs in`, () => signIn(stack, adminUser));
  const { userId } = Me.parse(await (await alice.request('GET', '/me')).json());
  const device = await alice.register('web-2');

  await does(`“why can’t I publish to ${topic}?” is answered (POST /access/v1/evaluation)`, async () => {
    const { decision, context } = await ask(alice, userId);
    holds(!decision && context.reason === 'no-grant', `the answer was ${context.reason}`);
    adds(`${context.reason}; ${context.nearMisses.join('; ')}`);
  });

  const grant = { subject: `user/${userId}`, actions: ['publish', 'subscribe'], topicFilter: topic };
  await does('the administrator tries a grant (POST /grants?dryRun=true)', async () => {
    const { after } = Preview.parse(await answered(admin.request('POST', '/grants?dryRun=true', grant)));
    adds(after.map(({ name, size }) => `${name} would have ${size} of 2048 bytes`).join('; '));
  });
  const granted = await does('the administrator grants it (POST /grants)', async () =>
    Grant.parse(await answered(admin.request('POST', '/grants', grant))),
  );
  adds(`effective everywhere by ${granted.status.effectiveBy}, says the answer; here at once`);

  const live = await does(`alice connects, subscribes and publishes to ${topic}`, async () => {
    const client = await alice.connect(device);
    await client.subscribeAsync(topic, { qos: 1 });
    const received = nextMessage(client);
    await client.publishAsync(topic, 'running', { qos: 1 });
    holds((await received) === `${topic}: running`, 'something else was received');
    return client;
  });

  await does('the grant is revoked with ?disconnect=true: the session is dropped', async () => {
    const closed = closes(live);
    const path = `/grants/${granted.grantId}?disconnect=true`;
    await answered(admin.request('DELETE', path, undefined, { 'If-Match': '"1"' }));
    await closed;
  });
  await does(`${topic} is refused again`, async () => {
    const client = await alice.connect(device);
    const closed = closes(client);
    client.publish(topic, 'x', { qos: 1 });
    await closed;
    holds(!(await ask(alice, userId)).decision, 'the evaluation still allows it');
  });
};

const ask = async (app: App, userId: string) =>
  Decision.parse(
    await answered(
      app.request('POST', '/access/v1/evaluation', {
        subject: { type: 'user', id: userId },
        action: { name: 'publish' },
        resource: { type: 'topic', id: topic },
      }),
    ),
  );

const answered = async (request: Promise<Response>): Promise<unknown> => {
  const response = await request;
  if (!response.ok) throw new Error(`The answer was ${response.status}: ${await response.text()}`);
  return response.json();
};
