// What the flows rely on, of IoT Core in memory and of the gateways against the local stand-in: one suite for both.
import { IoTClient } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningIotCore, startIotCore } from '../../local/iot/start-iot-core.ts';
import { connectionStates } from '../../src/aws/connection-states.ts';
import { connections } from '../../src/aws/connections.ts';
import { iotAttachedThings } from '../../src/aws/iot-attached-things.ts';
import { iotAttachments } from '../../src/aws/iot-attachments.ts';
import { iotPolicies } from '../../src/aws/iot-policies.ts';
import { iotEndpoint, iotThings } from '../../src/aws/iot-things.ts';
import { parseIdentityId, thingNameOf } from '../../src/domain/identifiers.ts';
import { parsePolicyName } from '../../src/domain/policy-name.ts';
import { type Iot, memoryIot } from '../fakes/memory-iot.ts';
import { deviceId, parsed, space } from '../fakes/samples.ts';

let core: RunningIotCore;
beforeAll(async () => {
  core = await startIotCore({ ...space, role: { Version: '2012-10-17', Statement: [] } });
});
afterAll(() => core.close());

const gateways = (): Iot => {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const control = new IoTClient({
    endpoint: core.controlUrl,
    region: space.region,
    credentials,
    maxAttempts: 1,
  });
  const data = new IoTDataPlaneClient({
    endpoint: core.dataUrl,
    region: space.region,
    credentials,
    maxAttempts: 1,
  });
  const { signal } = new AbortController();
  return {
    ...iotPolicies(control, signal),
    ...iotAttachments(control, signal, space.prefix),
    ...iotThings(control, signal),
    ...iotAttachedThings(control, signal),
    ...iotEndpoint(control, signal),
    ...connections(data, signal),
    ...connectionStates(data, signal),
  };
};

const document = (topic: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['iot:Publish'],
        Resource: [`arn:aws:iot:us-east-1:123456789012:topic/${topic}`],
      },
    ],
  });

let made = 0;
/** A name that no other test uses: the stand-in is shared. */
const names = () => {
  const number = String(++made).padStart(12, '0');
  const identityId = parsed(parseIdentityId(`us-east-1:00000000-0000-4000-8000-${number}`));
  return {
    policy: (n = 1) => parsed(parsePolicyName(`${space.prefix}-${number}-${n}`)),
    identityId,
    thing: thingNameOf(identityId, deviceId('web-1')),
  };
};

describe.each([
  ['in memory', (): Iot => memoryIot()],
  ['through the gateways', gateways],
])('IoT Core %s', (_where, open) => {
  it('makes a policy once and shows what it has', async () => {
    const iot = open();
    const name = names().policy();
    expect(await iot.readPolicy(name)).toBeUndefined();
    expect(await iot.createPolicy(name, document('a'))).toEqual({ versionId: '1' });
    expect(await iot.createPolicy(name, document('b'))).toBe('exists');
    expect(await iot.readPolicy(name)).toEqual({
      name,
      document: document('a'),
      versions: [{ versionId: '1', isDefault: true }],
    });
  });

  it('has room for five versions, and for another when the oldest is deleted', async () => {
    const iot = open();
    const name = names().policy();
    await iot.createPolicy(name, document('v1'));
    for (const n of [2, 3, 4, 5])
      expect(await iot.createVersion(name, document(`v${n}`))).toEqual({ versionId: `${n}` });
    expect(await iot.createVersion(name, document('v6'))).toBe('versions-full');
    await iot.deleteVersion(name, '1');
    await iot.deleteVersion(name, '1');
    expect(await iot.createVersion(name, document('v6'))).toEqual({ versionId: '6' });
    const found = await iot.readPolicy(name);
    expect(found?.document).toBe(document('v6'));
    expect(found?.versions.map(({ versionId }) => versionId)).toEqual(['2', '3', '4', '5', '6']);
    expect(found?.versions.filter(({ isDefault }) => isDefault)).toEqual([
      { versionId: '6', isDefault: true },
    ]);
  });

  it('attaches and detaches, again without harm', async () => {
    const iot = open();
    const { policy, identityId } = names();
    await iot.createPolicy(policy(), document('a'));
    await iot.attachPolicy(policy(), identityId);
    await iot.attachPolicy(policy(), identityId);
    expect(await iot.listAttached(identityId)).toEqual([policy()]);
    await iot.detachPolicy(policy(), identityId);
    await iot.detachPolicy(policy(), identityId);
    expect(await iot.listAttached(identityId)).toEqual([]);
  });

  it('refuses the eleventh attachment, and a policy that is not there', async () => {
    const iot = open();
    const { policy, identityId } = names();
    for (let n = 1; n <= 11; n++) await iot.createPolicy(policy(n), document('a'));
    for (let n = 1; n <= 10; n++) await iot.attachPolicy(policy(n), identityId);
    await expect(iot.attachPolicy(policy(11), identityId)).rejects.toMatchObject({
      name: 'LimitExceededException',
    });
    await expect(iot.attachPolicy(policy(12), identityId)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    expect(await iot.listAttached(identityId)).toHaveLength(10);
  });

  it('deletes a policy with one version that is attached to nobody, again without harm', async () => {
    const iot = open();
    const { policy, identityId } = names();
    const name = policy();
    await iot.createPolicy(name, document('v1'));
    await iot.createVersion(name, document('v2'));
    expect(await iot.deletePolicy(name)).toBe('attached');
    await iot.deleteVersion(name, '1');
    await iot.attachPolicy(name, identityId);
    expect(await iot.deletePolicy(name)).toBe('attached');
    expect(await iot.readPolicy(name)).toMatchObject({ document: document('v2') });
    await iot.detachPolicy(name, identityId);
    expect(await iot.deletePolicy(name)).toBe('deleted');
    expect(await iot.deletePolicy(name)).toBe('deleted');
    expect(await iot.readPolicy(name)).toBeUndefined();
    await expect(iot.attachPolicy(name, identityId)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('names all whom a policy is attached to, of more than one page too', async () => {
    const iot = open();
    const { policy, identityId } = names();
    const others = Array.from({ length: 260 }, () => names().identityId);
    await iot.createPolicy(policy(1), document('a'));
    await iot.createPolicy(policy(2), document('b'));
    expect(await iot.listTargets(policy(1))).toEqual([]);
    await iot.attachPolicy(policy(2), identityId);
    for (const other of others) await iot.attachPolicy(policy(1), other);
    expect((await iot.listTargets(policy(1))).toSorted()).toEqual(others.toSorted());
    expect(await iot.listTargets(policy(2))).toEqual([identityId]);
  });

  it('makes, attaches, detaches and deletes a thing, again without harm', async () => {
    const iot = open();
    const { thing, identityId } = names();
    expect(await iot.attachThing(thing, identityId)).toBe('missing');
    await iot.createThing(thing);
    await iot.createThing(thing);
    expect(await iot.attachThing(thing, identityId)).toBe('attached');
    expect(await iot.attachThing(thing, identityId)).toBe('attached');
    await expect(iot.deleteThing(thing)).rejects.toMatchObject({ name: 'InvalidRequestException' });
    await iot.detachThing(thing, identityId);
    await iot.detachThing(thing, identityId);
    await iot.deleteThing(thing);
    await iot.deleteThing(thing);
    expect(await iot.attachThing(thing, identityId)).toBe('missing');
  });

  it('names the devices whose things are attached to an identity, of more than one page too', async () => {
    const iot = open();
    const { identityId, thing } = names();
    const other = names();
    expect(await iot.listDevices(identityId)).toEqual([]);
    const devices = Array.from({ length: 260 }, (_, index) => deviceId(`web-${index}`));
    for (const each of devices) {
      await iot.createThing(thingNameOf(identityId, each));
      await iot.attachThing(thingNameOf(identityId, each), identityId);
    }
    await iot.createThing(other.thing);
    await iot.attachThing(other.thing, other.identityId);
    await iot.attachThing(other.thing, identityId);
    expect((await iot.listDevices(identityId)).toSorted()).toEqual(devices.toSorted());
    await iot.detachThing(thing, identityId);
    expect(await iot.listDevices(identityId)).not.toContain(deviceId('web-1'));
    expect(await iot.listDevices(other.identityId)).toEqual([deviceId('web-1')]);
  });

  it('drops a session that is not there without complaint', async () => {
    await expect(open().dropConnection(names().thing)).resolves.toBeUndefined();
  });

  it('knows nothing of a session that never was', async () => {
    expect(await open().isConnected(names().thing)).toBe(false);
  });

  it('names its endpoint', async () => {
    expect(await open().describeEndpoint()).toMatch(/^[\w.-]+(:\d+)?$/);
  });
});
