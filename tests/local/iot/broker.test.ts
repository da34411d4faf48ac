// What the broker enforces, by real MQTT connections with real credentials.
import {
  AttachPolicyCommand,
  CreatePolicyVersionCommand,
  DeleteThingCommand,
  DescribeEndpointCommand,
  DetachPolicyCommand,
  DetachThingPrincipalCommand,
  SetDefaultPolicyVersionCommand,
} from '@aws-sdk/client-iot';
import {
  DeleteConnectionCommand,
  GetConnectionCommand,
  IoTDataPlaneClient,
  PublishCommand,
} from '@aws-sdk/client-iot-data-plane';
import type { IClientOptions } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { authenticatedRoleDocument } from '../../../src/domain/authenticated-role.ts';
import type { PolicyStatement } from '../../../src/domain/policy-document.ts';
import { accountId, createClock, type LocalAws, outcomeOf, region, startLocalAws } from './local-aws.ts';
import {
  connectDevice,
  connectOutcome,
  type Device,
  dropped,
  givePolicy,
  publishOutcome,
  rawSubscribe,
  registerThing,
  signIn,
  subscribeOutcome,
  type User,
  until,
} from './mqtt-device.ts';

const arn = 'arn:aws:iot:us-east-1:123456789012';
const own = '${cognito-identity.amazonaws.com:sub}';
const attached = { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } };
const allow = (action: string | string[], resource: string | string[]): PolicyStatement => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
  Condition: attached,
});
const everything = ['iot:Publish', 'iot:Subscribe', 'iot:Receive', 'iot:RetainPublish'];

const role = authenticatedRoleDocument({ region, accountId, prefix: 'attache-dev' }, [
  { text: 'users/${identityId}/#' },
]);

let clock = createClock();
let aws: LocalAws;
let alice: User;
let clientId: string;
const open: Device[] = [];

const start = async (propagationSeconds: number) => {
  clock = createClock(Date.now());
  aws = await startLocalAws({ role, propagationSeconds, now: clock.now });
  alice = await signIn(aws, 'alice');
  clientId = await registerThing(aws, alice.identityId, 'web-1');
  await givePolicy(aws, alice.identityId, 'connect', [allow('iot:Connect', `${arn}:client/${own}:*`)]);
  await givePolicy(aws, alice.identityId, 'topics', [
    allow(everything, [`${arn}:topic/users/${own}/*`, `${arn}:topic/room`, `${arn}:topic/$aws/*`]),
    allow(everything, [
      `${arn}:topic/a/*`,
      `${arn}:topicfilter/a/*`,
      `${arn}:topicfilter/room`,
      `${arn}:topicfilter/$share/*`,
    ]),
    allow('iot:Publish', [
      `${arn}:topic/devices/\${iot:Connection.Thing.ThingName}/*`,
      `${arn}:topic/quiet`,
      `${arn}:topic/door?`,
    ]),
    allow('iot:Subscribe', [
      `${arn}:topicfilter/devices/+/state`,
      `${arn}:topicfilter/quiet`,
      `${arn}:topicfilter/users/*`,
    ]),
  ]);
};
beforeEach(() => start(0));
afterEach(async () => {
  for (const { client } of open.splice(0)) client.end(true);
  await aws.close();
});

const connect = async (user = alice, id = clientId, options: IClientOptions = {}): Promise<Device> => {
  const device = await connectDevice(aws, user, id, options);
  open.push(device);
  return device;
};
const mine = (rest: string) => `users/${alice.identityId}/${rest}`;
/** A second device of the same user, that hears what arrives in the room. */
const listener = async (filter: string): Promise<Device> => {
  const device = await connect(alice, await registerThing(aws, alice.identityId, 'listener'));
  await device.client.subscribeAsync(filter, { qos: 1 });
  return device;
};

describe('connecting', () => {
  it('is allowed as a registered device of the caller’s own', async () => {
    expect(await connectOutcome(connect())).toBe('ok');
  });

  it.each([
    ['as an unregistered device', () => `${alice.identityId}:other`, 'CONNACK 5'],
    ['as nobody’s device', () => 'web-1', 'CONNACK 5'],
    ['with an empty client ID', () => '', 'CONNACK 2'],
    ['with a client ID starting with $', () => '$web', 'CONNACK 2'],
    ['with a client ID of 129 bytes', () => `${alice.identityId}:${'x'.repeat(82)}`, 'CONNACK 2'],
  ])('%s is refused', async (_, id, expected) => {
    expect(await connectOutcome(connect(alice, id()))).toBe(expected);
  });

  it('as another user’s device is refused, and does not disturb it', async () => {
    const bob = await signIn(aws, 'bob');
    await aws.iot.send(new AttachPolicyCommand({ policyName: 'connect', target: bob.identityId }));
    const device = await connect();
    expect(await connectOutcome(connect(bob, clientId))).toBe('CONNACK 5');
    expect(await publishOutcome(device, 'room')).toBe('ok');
  });

  it('without any policy attached is refused', async () => {
    const carol = await signIn(aws, 'carol');
    const id = await registerThing(aws, carol.identityId, 'web-1');
    expect(await connectOutcome(connect(carol, id))).toBe('CONNACK 5');
  });

  it('is refused where only the role forbids it', async () => {
    await givePolicy(aws, alice.identityId, 'wide', [{ Effect: 'Allow', Action: 'iot:*', Resource: '*' }]);
    expect(await connectOutcome(connect(alice, 'web-1'))).toBe('CONNACK 5');
  });

  it('by variables needs a document of version 2012-10-17', async () => {
    const carol = await signIn(aws, 'carol');
    const id = await registerThing(aws, carol.identityId, 'web-1');
    const connecting = [allow('iot:Connect', `${arn}:client/${own}:*`)];
    await givePolicy(aws, carol.identityId, 'old', connecting, '2008-10-17');
    expect(await connectOutcome(connect(carol, id))).toBe('CONNACK 5');
    const literal = [allow('iot:Connect', [`${arn}:client/${own}:*`, `${arn}:client/${id}`])];
    await givePolicy(aws, carol.identityId, 'literal', literal, '2008-10-17');
    expect(await connectOutcome(connect(carol, id))).toBe('ok');
  });

  it('with the client ID of a live connection replaces it', async () => {
    const older = await connect();
    const gone = dropped(older);
    const newer = await connect();
    expect(await gone).toBe('dropped');
    expect(await publishOutcome(newer, 'room')).toBe('ok');
  });

  it.each([
    ['on a topic granted is allowed', 'room', {}, 'ok'],
    ['on a topic not granted is refused', 'elsewhere', {}, 'CONNACK 5'],
    ['retained where retaining is not allowed is refused', 'room', { retain: true }, 'CONNACK 5'],
    ['of QoS 2 is refused', 'room', { qos: 2 as const }, 'CONNACK 5'],
    ['on a wildcard is refused', 'a/+', {}, 'CONNACK 5'],
  ])('with a Will %s', async (_, topic, more, expected) => {
    const will = { topic, payload: Buffer.from('bye'), qos: 0 as const, retain: false, ...more };
    expect(await connectOutcome(connect(alice, clientId, { will }))).toBe(expected);
  });
});

describe('publishing', () => {
  it.each([
    ['to a granted topic', 'room', false, 'ok'],
    ['to a topic of the identity variable', 'users/<identity>/x', false, 'ok'],
    ['to a topic of the thing variable', 'devices/<identity>:web-1/state', false, 'ok'],
    ['to another thing’s topic', 'devices/other/state', false, 'dropped'],
    ['to a topic not granted', 'elsewhere', false, 'dropped'],
    ['in other letter case', 'Room', false, 'dropped'],
    ['retained inside the retained topics', 'users/<identity>/x', true, 'ok'],
    ['retained where the role does not allow it', 'room', true, 'dropped'],
    ['to a topic where * crosses levels', 'a/b/c', false, 'ok'],
    ['to a topic where ? is one character', 'door1', false, 'ok'],
    ['to a topic where ? would be two characters', 'door12', false, 'dropped'],
    ['to a reserved topic', '$SYS/x', false, 'dropped'],
    ['to the shadow of its own thing', '$aws/things/<identity>:web-1/shadow/get', false, 'ok'],
    ['to the shadow of another thing: the role withholds it', '$aws/things/x/shadow/get', false, 'dropped'],
    ['to a topic of 256 bytes', `a/${'ä'.repeat(127)}`, false, 'ok'],
    ['to a topic of 257 bytes', `a/${'ä'.repeat(127)}x`, false, 'dropped'],
    ['to a topic with 7 slashes', 'a/b/c/d/e/f/g/h', false, 'ok'],
    ['to a topic with 8 slashes', 'a/b/c/d/e/f/g/h/i', false, 'dropped'],
  ])('%s', async (_, topic, retain, expected) => {
    const named = topic.replace('<identity>', alice.identityId);
    expect(await publishOutcome(await connect(), named, retain)).toBe(expected);
  });

  it('a payload of 128 KB is allowed, a byte more drops the connection', async () => {
    const device = await connect();
    await device.client.publishAsync('room', Buffer.alloc(128 * 1024), { qos: 1 });
    const gone = dropped(device);
    device.client.publish('room', Buffer.alloc(128 * 1024 + 1), { qos: 1 });
    expect(await gone).toBe('dropped');
  });

  it('far more than the largest message drops the connection, and nothing else', async () => {
    const [device, other] = [await connect(), await listener('room')];
    const gone = dropped(device);
    device.client.publish('room', Buffer.alloc(1024 * 1024), { qos: 1 });
    expect(await gone).toBe('dropped');
    expect(await publishOutcome(other, 'room')).toBe('ok');
  });

  it('what is no MQTT drops the connection, and nothing else', async () => {
    const [device, other] = [await connect(), await listener('room')];
    const gone = dropped(device);
    device.client.stream.write(Buffer.from('GET / HTTP/1.1'));
    expect(await gone).toBe('dropped');
    expect(await publishOutcome(other, 'room')).toBe('ok');
  });

  it('with QoS 2 drops the connection', async () => {
    const device = await connect();
    const gone = dropped(device);
    device.client.publish('room', 'x', { qos: 2 });
    expect(await gone).toBe('dropped');
  });
});

describe('subscribing', () => {
  it.each([
    ['to a granted filter', ['room'], 'ok'],
    ['to a filter under a granted one', ['a/b', 'a/#'], 'ok'],
    ['to the very text of a filter with +', ['devices/+/state'], 'ok'],
    ['to a narrower filter than the text with +', ['devices/x/state'], 'dropped'],
    ['to one filter too many among granted ones', ['room', 'elsewhere'], 'dropped'],
    ['to everything', ['#'], 'dropped'],
    ['to 8 filters in one packet', [1, 2, 3, 4, 5, 6, 7, 8].map((n) => `a/${n}`), 'ok'],
    ['to 9 filters in one packet', [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `a/${n}`), 'dropped'],
    ['to the same filter 9 times in one packet', Array.from({ length: 9 }, () => 'a/1'), 'dropped'],
    ['to a filter with 8 slashes', ['a/b/c/d/e/f/g/h/i'], 'dropped'],
    ['to a filter of 257 bytes', [`a/${'x'.repeat(255)}`], 'dropped'],
    ['to a wildcard inside a level', ['a/b+'], 'dropped'],
    ['to a wildcard beginning a level', ['a/+b'], 'dropped'],
    ['to # before the end', ['a/#/b'], 'dropped'],
    ['to a shared subscription', ['$share/g/a/b'], 'dropped'],
  ])('%s', async (_, filters, expected) => {
    const device = await connect();
    const acknowledged = new Promise<string>((resolve) =>
      device.client.on('packetreceive', ({ cmd }) => cmd === 'suback' && resolve('ok')),
    );
    const outcome = Promise.race([acknowledged, dropped(device)]);
    device.client.stream.write(rawSubscribe(filters));
    expect(await outcome).toBe(expected);
  });

  it('with QoS 2 drops the connection', async () => {
    const device = await connect();
    const gone = dropped(device);
    device.client.stream.write(rawSubscribe(['room'], 2));
    expect(await gone).toBe('dropped');
  });

  it('takes 50 subscriptions of a connection, unsubscribing makes room, the next one too many drops', async () => {
    const device = await connect();
    const some = (from: number) => Array.from({ length: 7 }, (_, n) => `a/${from + n}`);
    for (let from = 0; from < 49; from += 7) await device.client.subscribeAsync(some(from));
    expect(await subscribeOutcome(device, 'a/50')).toBe('ok');
    expect(await subscribeOutcome(device, 'a/1')).toBe('ok');
    await device.client.unsubscribeAsync('a/1');
    expect(await subscribeOutcome(device, 'a/51')).toBe('ok');
    expect(await subscribeOutcome(device, 'a/52')).toBe('dropped');
  });
});

describe('delivery', () => {
  it('reaches a subscriber that may receive', async () => {
    const hears = await listener('a/#');
    await publishOutcome(await connect(), 'a/b');
    await until(() => hears.messages.length > 0);
    expect(hears.messages).toEqual(['a/b hello']);
  });

  it('needs Receive for each message, whatever was subscribed', async () => {
    const hears = await listener('quiet');
    await hears.client.subscribeAsync('room', { qos: 1 });
    const speaks = await connect();
    await publishOutcome(speaks, 'quiet');
    await publishOutcome(speaks, 'room');
    await until(() => hears.messages.length > 0);
    expect(hears.messages).toEqual(['room hello']);
  });

  it('needs Receive for retained messages too', async () => {
    const speaks = await connect();
    await publishOutcome(speaks, mine('kept'), true);
    const bob = await signIn(aws, 'bob');
    const bobs = await registerThing(aws, bob.identityId, 'web-1');
    for (const policyName of ['connect', 'topics']) {
      await aws.iot.send(new AttachPolicyCommand({ policyName, target: bob.identityId }));
    }
    const [hers, his] = [await listener(mine('kept')), await connect(bob, bobs)];
    await his.client.subscribeAsync(mine('kept'));
    await his.client.subscribeAsync('room', { qos: 1 });
    await publishOutcome(speaks, 'room');
    await until(() => his.messages.length > 0 && hers.messages.length > 0);
    expect([hers.messages, his.messages]).toEqual([[`${mine('kept')} hello (retained)`], ['room hello']]);
  });

  it('stops when Receive is denied to a live subscription', async () => {
    const hears = await listener('room');
    await hears.client.subscribeAsync('a/#', { qos: 1 });
    const speaks = await connect();
    await givePolicy(aws, alice.identityId, 'deny', [
      { Effect: 'Deny', Action: 'iot:Receive', Resource: `${arn}:topic/room` },
    ]);
    await publishOutcome(speaks, 'room');
    await publishOutcome(speaks, 'a/b');
    await until(() => hears.messages.length > 0);
    expect(hears.messages).toEqual(['a/b hello']);
  });

  it('is not stopped by a Deny on Subscribe of narrower filters: only Receive could', async () => {
    await givePolicy(aws, alice.identityId, 'deny', [
      { Effect: 'Deny', Action: 'iot:Subscribe', Resource: `${arn}:topicfilter/a/secret/*` },
    ]);
    const hears = await listener('a/#');
    const speaks = await connect();
    await publishOutcome(speaks, 'a/secret/x');
    await until(() => hears.messages.length > 0);
    expect(hears.messages).toEqual(['a/secret/x hello']);
    expect(await subscribeOutcome(speaks, 'a/secret/x')).toBe('dropped');
  });

  it('of a Will happens when the connection is lost, not after a goodbye', async () => {
    const hears = await listener('a/will');
    const will = { topic: 'a/will', payload: Buffer.from('bye'), qos: 1 as const, retain: false };
    await (await connect(alice, clientId, { will })).client.endAsync();
    (await connect(alice, clientId, { will })).client.stream.destroy();
    await until(() => hears.messages.length > 0);
    expect(hears.messages).toEqual(['a/will bye']);
  });
});

describe('a persistent session', () => {
  const persistent = { clean: false };

  it('keeps subscriptions after Subscribe is lost; Receive still decides', async () => {
    const before = await connect(alice, clientId, persistent);
    await before.client.subscribeAsync(['room', 'a/b'], { qos: 1 });
    await before.client.endAsync();
    await givePolicy(aws, alice.identityId, 'deny', [
      { Effect: 'Deny', Action: 'iot:Subscribe', Resource: '*' },
      { Effect: 'Deny', Action: 'iot:Receive', Resource: `${arn}:topic/room` },
    ]);
    const speaks = await connect(alice, await registerThing(aws, alice.identityId, 'speaker'));
    for (const topic of ['room', 'a/b']) await publishOutcome(speaks, topic);
    const after = await connect(alice, clientId, persistent);
    await until(() => after.messages.length > 0);
    await publishOutcome(speaks, 'a/b');
    await until(() => after.messages.length > 1);
    expect(after.messages).toEqual(['a/b hello', 'a/b hello']);
  });

  it('does not keep what a refused SUBSCRIBE asked for', async () => {
    const before = await connect(alice, clientId, persistent);
    const gone = dropped(before);
    before.client.stream.write(rawSubscribe(['a/b', 'room', 'elsewhere']));
    await gone;
    const after = await connect(alice, clientId, persistent);
    const speaks = await connect(alice, await registerThing(aws, alice.identityId, 'speaker'));
    await publishOutcome(speaks, 'a/b');
    await after.client.subscribeAsync('room', { qos: 1 });
    await publishOutcome(speaks, 'room');
    await until(() => after.messages.length > 0);
    expect(after.messages).toEqual(['room hello']);
  });
});

describe('a policy change', () => {
  const deny = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: 'iot:Publish', Resource: '*' }],
  });

  it('of the default version is effective at once', async () => {
    const device = await connect();
    expect(await publishOutcome(device, 'room')).toBe('ok');
    const version = { policyName: 'topics', policyDocument: deny };
    await aws.iot.send(new CreatePolicyVersionCommand({ ...version, setAsDefault: false }));
    expect(await publishOutcome(device, 'room')).toBe('ok');
    await aws.iot.send(new CreatePolicyVersionCommand({ ...version, setAsDefault: true }));
    expect(await publishOutcome(device, 'room')).toBe('dropped');
    await aws.iot.send(new SetDefaultPolicyVersionCommand({ policyName: 'topics', policyVersionId: '1' }));
    expect(await publishOutcome(await connect(), 'room')).toBe('ok');
  });

  it('is effective only after the propagation time, where one is set', async () => {
    await aws.close();
    await start(480);
    const device = () => connect();
    expect(await connectOutcome(device())).toBe('CONNACK 5');
    clock.advance(480);
    expect(await publishOutcome(await device(), 'room')).toBe('ok');
    await aws.iot.send(new DetachPolicyCommand({ policyName: 'topics', target: alice.identityId }));
    clock.advance(479);
    expect(await publishOutcome(await device(), 'room')).toBe('ok');
    clock.advance(1);
    expect(await publishOutcome(await device(), 'room')).toBe('dropped');
  });

  it('by removing the thing ends what required it', async () => {
    const device = await connect();
    await aws.iot.send(new DetachThingPrincipalCommand({ thingName: clientId, principal: alice.identityId }));
    await aws.iot.send(new DeleteThingCommand({ thingName: clientId }));
    expect(await publishOutcome(device, 'room')).toBe('dropped');
    expect(await connectOutcome(connect())).toBe('CONNACK 5');
  });
});

describe('DeleteConnection', () => {
  const remove = (options: { cleanSession?: boolean; preventWillMessage?: boolean } = {}) =>
    outcomeOf(aws.iotData.send(new DeleteConnectionCommand({ clientId, ...options })));

  it('drops the connection; it may come back', async () => {
    const gone = dropped(await connect());
    expect(await remove()).toBe('ok');
    expect(await gone).toBe('dropped');
    expect(await connectOutcome(connect())).toBe('ok');
  });

  it('sends the Will, unless it is to be prevented', async () => {
    const hears = await listener('a/will');
    for (const preventWillMessage of [true, false]) {
      const will = {
        topic: 'a/will',
        payload: Buffer.from(`prevented: ${preventWillMessage}`),
        qos: 1 as const,
        retain: false,
      };
      await connect(alice, clientId, { will });
      await remove({ preventWillMessage });
    }
    await until(() => hears.messages.length > 0);
    expect(hears.messages).toEqual(['a/will prevented: false']);
  });

  it.each([
    [true, false],
    [false, true],
  ])('with cleanSession %s leaves the session: %s', async (cleanSession, present) => {
    const device = await connect(alice, clientId, { clean: false });
    await device.client.subscribeAsync('room', { qos: 1 });
    await remove({ cleanSession });
    const speaks = await connect(alice, await registerThing(aws, alice.identityId, 'speaker'));
    await publishOutcome(speaks, 'room');
    const again = await connect(alice, clientId, { clean: false });
    await again.client.subscribeAsync('a/b', { qos: 1 });
    await publishOutcome(speaks, 'a/b');
    await until(() => again.messages.includes('a/b hello'));
    expect(again.messages.includes('room hello')).toBe(present);
  });

  it('cleans a session that is not connected, and does not know other clients', async () => {
    const device = await connect(alice, clientId, { clean: false });
    await device.client.subscribeAsync('room', { qos: 1 });
    await device.client.endAsync();
    const speaks = await connect(alice, await registerThing(aws, alice.identityId, 'speaker'));
    await publishOutcome(speaks, 'room');
    expect(await remove({ cleanSession: true })).toBe('ok');
    expect(await remove({ cleanSession: true })).toBe('ResourceNotFoundException 404');
    const again = await connect(alice, clientId, { clean: false });
    await again.client.subscribeAsync('a/b', { qos: 1 });
    await publishOutcome(speaks, 'a/b');
    await until(() => again.messages.length > 0);
    expect(again.messages).toEqual(['a/b hello']);
  });
});

describe('GetConnection', () => {
  const ask = () => aws.iotData.send(new GetConnectionCommand({ clientId }));

  it('knows a connection as long as it lives', async () => {
    expect(await outcomeOf(ask())).toBe('ResourceNotFoundException 404');
    const { client } = await connect();
    expect(await ask()).toMatchObject({ connected: true, clientId });
    await client.endAsync();
    await expect.poll(() => outcomeOf(ask())).toBe('ResourceNotFoundException 404');
  });
});

describe('publishing over HTTPS', () => {
  const publish = async (topic: string, change: object = {}) => {
    const credentials = { ...alice.credentials, ...change };
    const client = new IoTDataPlaneClient({
      region,
      endpoint: aws.iotCore.dataUrl,
      credentials,
      maxAttempts: 1,
    });
    const outcome = await outcomeOf(
      client.send(new PublishCommand({ topic, payload: Buffer.from('hello'), qos: 1 })),
    );
    client.destroy();
    return outcome;
  };

  it('is refused where the policy wants an attached thing', async () => {
    expect(await publish('room')).toBe('ForbiddenException 403');
  });

  it('is possible where it does not, with a good signature', async () => {
    const hears = await listener('room');
    await givePolicy(aws, alice.identityId, 'https', [
      { Effect: 'Allow', Action: 'iot:Publish', Resource: `${arn}:topic/room` },
    ]);
    expect(await publish('room')).toBe('ok');
    await until(() => hears.messages.length > 0);
    expect(hears.messages).toEqual(['room hello']);
    expect(await publish('room', { secretAccessKey: 'guessed' })).toBe('ForbiddenException 403');
    expect(await publish('room', { sessionToken: 'guessed' })).toBe('ForbiddenException 403');
    expect(await publish('room', { accessKeyId: 'ASIAGUESSED' })).toBe('ForbiddenException 403');
  });
});

describe('DescribeEndpoint', () => {
  it('names the broker', async () => {
    const { endpointAddress } = await aws.iot.send(
      new DescribeEndpointCommand({ endpointType: 'iot:Data-ATS' }),
    );
    expect(aws.iotCore.mqttUrl).toBe(`ws://${endpointAddress}/mqtt`);
  });
});
