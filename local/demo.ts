// `npm run demo`: the main job from end to end, unattended. One line a step; exit code 1 names the step that failed.
import { type App, type Registration, signIn } from './app.ts';
import { demoGrants } from './demo-grants.ts';
import { demoSuspension } from './demo-suspension.ts';
import { adds, closes, currentStep, does, holds, isRefused, nextMessage } from './narrate.ts';
import { freePorts } from './stack-ports.ts';
import { type RunningStack, startStack } from './start-stack.ts';

const demo = async ({ description }: RunningStack): Promise<void> => {
  const [aliceUser, bobUser] = description.users;
  if (!aliceUser || !bobUser) throw new Error('The local stack has no users.');
  const alice = await does(`${aliceUser.username} signs in`, () => signIn(description, aliceUser));
  const bob = await does(`${bobUser.username} signs in`, () => signIn(description, bobUser));

  const web = await does('alice registers the device web-1 (POST /register-device)', () =>
    alice.register('web-1'),
  );
  adds(`identity ${web.identityId}, policies ${web.policies.join(', ')}`);
  const phone = await does('bob registers the device phone-1', () => bob.register('phone-1'));

  const sender = await does('alice connects by MQTT over WebSocket', () => alice.connect(web));
  const receiver = await does('bob connects and subscribes to demoTopic', async () => {
    const client = await bob.connect(phone);
    await client.subscribeAsync('demoTopic', { qos: 1 });
    return client;
  });
  await does('alice publishes to demoTopic, bob receives it', async () => {
    const received = nextMessage(receiver);
    await sender.publishAsync('demoTopic', 'hello from alice', { qos: 1 });
    holds((await received) === 'demoTopic: hello from alice', 'bob received something else');
  });

  await does('a topic that was not granted is refused: the connection is closed', async () => {
    const closed = closes(sender);
    sender.publish('plant/secret', 'x', { qos: 1 });
    await closed;
  });
  await does('bob cannot connect as alice’s device', async () => {
    holds(await isRefused(bob.connect(phone, web.clientId)), 'the connection was accepted');
  });

  await demoGrants(description, alice);
  await demoSuspension(description, alice, web);
  await removesDevice(alice, web);
  await receiver.endAsync();
};

const removesDevice = async (alice: App, web: Registration): Promise<void> => {
  const live = await alice.connect(web);
  await does('alice removes web-1: its live session is dropped', async () => {
    const closed = closes(live);
    const { status } = await alice.request('DELETE', '/me/devices/web-1');
    holds(status === 204, `the answer was ${status}`);
    await closed;
  });
  await does('web-1 cannot connect any more', async () => {
    holds(await isRefused(alice.connect(web)), 'the connection was accepted');
  });
};

console.log('iot-attache: a signed-in app gets exactly its MQTT topics, on this machine\n');
let stack: RunningStack | undefined;
try {
  stack = await does('the local stack starts', () => startStack({ ports: freePorts, pages: 'none' }));
  await demo(stack);
  console.log('\nDone: all of it through the deployed handlers, with real MQTT clients.');
} catch (error) {
  console.error(`✗ ${currentStep()}\n  ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await stack?.close();
}
