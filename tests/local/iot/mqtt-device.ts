// Users and devices of the tests: signed in, registered, connected by mqtt.js as an app would be.
import { GetCredentialsForIdentityCommand, GetIdCommand } from '@aws-sdk/client-cognito-identity';
import {
  AttachPolicyCommand,
  AttachThingPrincipalCommand,
  CreatePolicyCommand,
  CreateThingCommand,
} from '@aws-sdk/client-iot';
import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import { presignMqttUrl } from '../../../src/client/presign-mqtt-url.ts';
import type { PolicyStatement } from '../../../src/domain/policy-document.ts';
import { identityPoolId, type LocalAws, provider, region } from './local-aws.ts';
import { idToken } from './user-pool-keys.ts';

export type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
};
export type User = { readonly identityId: string; readonly credentials: Credentials };

export const signIn = async (aws: LocalAws, sub: string): Promise<User> => {
  const Logins = { [provider]: idToken(sub) };
  const { IdentityId = '' } = await aws.identity.send(
    new GetIdCommand({ IdentityPoolId: identityPoolId, Logins }),
  );
  const answer = await aws.identity.send(new GetCredentialsForIdentityCommand({ IdentityId, Logins }));
  const { AccessKeyId = '', SecretKey = '', SessionToken = '' } = answer.Credentials ?? {};
  return {
    identityId: IdentityId,
    credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretKey, sessionToken: SessionToken },
  };
};

export const givePolicy = async (
  aws: LocalAws,
  target: string,
  policyName: string,
  Statement: readonly PolicyStatement[],
  Version = '2012-10-17',
): Promise<void> => {
  const policyDocument = JSON.stringify({ Version, Statement });
  await aws.iot.send(new CreatePolicyCommand({ policyName, policyDocument }));
  await aws.iot.send(new AttachPolicyCommand({ policyName, target }));
};

/** The client ID of a thing attached to the identity. */
export const registerThing = async (aws: LocalAws, identityId: string, deviceId: string): Promise<string> => {
  const thingName = `${identityId}:${deviceId}`;
  await aws.iot.send(new CreateThingCommand({ thingName }));
  await aws.iot.send(new AttachThingPrincipalCommand({ thingName, principal: identityId }));
  return thingName;
};

export type Device = { readonly client: MqttClient; readonly messages: string[] };

/** Rejects with mqtt.js's error when the broker refuses. */
export const connectDevice = async (
  aws: LocalAws,
  user: User,
  clientId: string,
  options: IClientOptions = {},
): Promise<Device> => {
  const url = await presignMqttUrl({
    mqttUrl: aws.iotCore.mqttUrl,
    region,
    credentials: user.credentials,
    signingDate: new Date(aws.iotCore.desk.now()),
  });
  return connectByUrl(url, clientId, options);
};

const connectByUrl = async (url: string, clientId: string, options: IClientOptions = {}): Promise<Device> => {
  const messages: string[] = [];
  const own: IClientOptions = {
    protocolVersion: 4,
    reconnectPeriod: 0,
    connectTimeout: 3000,
    clientId,
    ...options,
  };
  const client = connect(url, own);
  await new Promise((resolve, reject) => {
    client.once('connect', resolve).once('error', reject);
    client.once('close', () => reject(new Error('closed before CONNACK')));
  });
  client.on('error', () => {});
  client.on('message', (topic, payload, { retain }) =>
    messages.push(`${topic} ${payload}${retain ? ' (retained)' : ''}`),
  );
  return { client, messages };
};

/** `ok`, or the CONNACK's return code, or what else went wrong. */
export const connectOutcome = async (connecting: Promise<Device>): Promise<string> => {
  try {
    const { client } = await connecting;
    await client.endAsync(true);
    return 'ok';
  } catch (error) {
    if (!(error instanceof Error)) return String(error);
    const code: unknown = Reflect.get(error, 'code');
    return typeof code === 'number' ? `CONNACK ${code}` : error.message;
  }
};

export const dropped = ({ client }: Device): Promise<'dropped'> =>
  new Promise((resolve) =>
    client.connected ? client.once('close', () => resolve('dropped')) : resolve('dropped'),
  );

/** The broker's answer to a publish of QoS 1, or the drop. */
export const publishOutcome = (device: Device, topic: string, retain = false): Promise<'ok' | 'dropped'> =>
  eitherOr(device, device.client.publishAsync(topic, 'hello', { qos: 1, retain }));

export const subscribeOutcome = (device: Device, filters: string | string[]): Promise<'ok' | 'dropped'> =>
  eitherOr(device, device.client.subscribeAsync(filters, { qos: 1 }));

/** Bytes that mqtt.js would not write: SUBSCRIBE with any filters and QoS, MQTT 3.1.1 §3.8. */
export const rawSubscribe = (filters: readonly string[], qos = 1): Buffer => {
  const payload = filters.flatMap((filter) => {
    const text = Buffer.from(filter);
    return [Buffer.from([text.length >> 8, text.length & 255]), text, Buffer.from([qos])];
  });
  const body = Buffer.concat([Buffer.from([0, 99]), ...payload]);
  const length =
    body.length < 128 ? [body.length] : [(body.length % 128) | 128, Math.floor(body.length / 128)];
  return Buffer.concat([Buffer.from([0x82, ...length]), body]);
};

const eitherOr = async (device: Device, acknowledged: Promise<unknown>): Promise<'ok' | 'dropped'> => {
  const gone = dropped(device);
  return Promise.race([
    acknowledged.then(
      () => 'ok' as const,
      () => gone,
    ),
    gone,
  ]);
};

/** Waits for what arrives soon; never longer than two seconds. */
export const until = async (condition: () => boolean): Promise<void> => {
  const end = Date.now() + 2000;
  while (!condition() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
};
