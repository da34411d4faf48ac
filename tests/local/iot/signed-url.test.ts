// Who gets as far as MQTT: the presigned URL, checked by code that shares nothing with the signer.
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { emptyPayloadHash, signatureOf } from '../../../local/iot/signature-v4.ts';
import { verifySignedUrl } from '../../../local/iot/verify-signed-url.ts';
import { presignMqttUrl } from '../../../src/client/presign-mqtt-url.ts';
import { createClock, type LocalAws, region, startLocalAws } from './local-aws.ts';
import { type Credentials, signIn } from './mqtt-device.ts';

let clock = createClock();
let aws: LocalAws;
let credentials: Credentials;
beforeAll(async () => {
  aws = await startLocalAws({ now: () => clock.now() });
});
beforeEach(async () => {
  clock = createClock();
  credentials = (await signIn(aws, 'alice')).credentials;
});
afterAll(() => aws.close());

const presign = (change: Partial<Parameters<typeof presignMqttUrl>[0]> = {}): Promise<string> =>
  presignMqttUrl({
    mqttUrl: aws.iotCore.mqttUrl,
    region,
    credentials,
    signingDate: new Date(clock.now()),
    ...change,
  });

/** `open`, or the HTTP status of the refusal. */
const upgrade = (
  url: string,
  protocols: string[] = ['mqtt'],
  headers = {},
): Promise<'open' | number | undefined> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url, protocols, { headers });
    socket.once('error', reject);
    socket.once('unexpected-response', (request, response) => {
      resolve(response.statusCode);
      request.destroy();
    });
    socket.once('open', () => {
      resolve('open');
      socket.terminate();
    });
  });

const withParameter = (url: string, name: string, value: string | undefined): string => {
  const changed = new URL(url);
  if (value === undefined) changed.searchParams.delete(name);
  else changed.searchParams.set(name, value);
  return changed.href;
};

describe('a presigned URL', () => {
  it('opens the connection', async () => {
    expect(await upgrade(await presign())).toBe('open');
  });

  it.each([
    ['another algorithm', 'X-Amz-Algorithm', 'AWS4-HMAC-SHA1'],
    ['another moment', 'X-Amz-Date', '20261123T000001Z'],
    ['a longer life', 'X-Amz-Expires', '301'],
    ['no life', 'X-Amz-Expires', '0'],
    ['a life beyond seven days', 'X-Amz-Expires', '604801'],
    ['no word of its life', 'X-Amz-Expires', undefined],
    ['no date', 'X-Amz-Date', undefined],
    ['no credential', 'X-Amz-Credential', undefined],
    ['a malformed credential', 'X-Amz-Credential', 'ASIA/20261123/us-east-1'],
    ['no signature', 'X-Amz-Signature', undefined],
    ['another signature', 'X-Amz-Signature', '0'.repeat(64)],
    ['a signature of other letters', 'X-Amz-Signature', 'ä'.repeat(64)],
    ['a shorter signature', 'X-Amz-Signature', '0'.repeat(63)],
    ['more signed headers', 'X-Amz-SignedHeaders', 'host;x-amz-date'],
    ['no session token', 'X-Amz-Security-Token', undefined],
    ['another session token', 'X-Amz-Security-Token', 'guessed'],
    ['one parameter more', 'x-more', '1'],
  ])('with %s is refused', async (_, name, value) => {
    expect(await upgrade(withParameter(await presign(), name, value))).toBe(403);
  });

  it('with a parameter repeated is refused', async () => {
    expect(await upgrade(`${await presign()}&X-Amz-Algorithm=AWS4-HMAC-SHA256`)).toBe(403);
  });

  it('without any parameter is refused', async () => {
    expect(await upgrade(aws.iotCore.mqttUrl)).toBe(403);
  });

  it('signed for another region, host, secret, key or service is refused', async () => {
    expect(await upgrade(await presign({ region: 'eu-west-1' }))).toBe(403);
    expect(await upgrade(await presign(), ['mqtt'], { host: 'example.com' })).toBe(403);
    expect(
      await upgrade(await presign({ credentials: { ...credentials, secretAccessKey: 'guessed' } })),
    ).toBe(403);
    expect(
      await upgrade(await presign({ credentials: { ...credentials, accessKeyId: 'ASIAGUESSED' } })),
    ).toBe(403);
    expect(await upgrade(await signedOtherwise('iotdata', undefined))).toBe(403);
  });

  it('whose session token was signed, instead of appended, is refused', async () => {
    expect(await upgrade(await signedOtherwise('iotdevicegateway', undefined))).toBe('open');
    expect(await upgrade(await signedOtherwise('iotdevicegateway', credentials.sessionToken))).toBe(403);
  });

  it('is good until it expires, give or take nothing at its end and five minutes at its start', async () => {
    const url = await presign();
    clock.advance(299);
    expect(await upgrade(url)).toBe('open');
    clock.advance(1);
    expect(await upgrade(url)).toBe(403);
    clock.advance(-600);
    expect(await upgrade(url)).toBe('open');
    clock.advance(-1);
    expect(await upgrade(url)).toBe(403);
  });

  it('is no better than the credentials that signed it', async () => {
    clock.advance(3599);
    const url = await presign();
    expect(await upgrade(url)).toBe('open');
    clock.advance(1);
    expect(await upgrade(url)).toBe(403);
  });

  it('leads to /mqtt only, and to MQTT only', async () => {
    const url = await presign();
    expect(await upgrade(url.replace('/mqtt?', '/other?'))).toBe(404);
    expect(await upgrade(url, ['graphql-ws'])).toBe(400);
    expect(await upgrade(url, [])).toBe(400);
  });

  it('is refused when any one character of it is another', async () => {
    const url = await presign();
    const { host } = new URL(url);
    const verify = (text: string) =>
      verifySignedUrl({ url: new URL(text), host, region, now: clock.now() }, aws.iotCore.credentials);
    const start = url.indexOf('?') + 1;
    fc.assert(
      fc.property(
        fc.integer({ min: start, max: url.length - 1 }),
        fc.constantFrom(...'aZ09-%&=+/ä'),
        (at, character) => {
          const changed = url.slice(0, at) + character + url.slice(at + 1);
          const same = new URL(changed).searchParams.toString() === new URL(url).searchParams.toString();
          expect(verify(changed).ok).toBe(same);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('a signature', () => {
  it('is that of AWS’s own example (Signature Version 4 test suite, get-vanilla)', () => {
    const signature = signatureOf(
      {
        method: 'GET',
        path: '/',
        query: [],
        headers: [
          ['x-amz-date', '20150830T123600Z'],
          ['host', 'example.amazonaws.com'],
        ],
        payloadHash: emptyPayloadHash,
      },
      '20150830T123600Z',
      { accessKeyId: 'AKIDEXAMPLE', date: '20150830', region: 'us-east-1', service: 'service' },
      'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
    );
    expect(signature).toBe('5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31');
  });
});

/** What other presigners make: another service, or the session token inside the signature. */
const signedOtherwise = async (service: string, signedToken: string | undefined): Promise<string> => {
  const url = new URL(aws.iotCore.mqttUrl);
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const signer = new SignatureV4({
    service,
    region,
    credentials: {
      accessKeyId,
      secretAccessKey,
      ...(signedToken && { sessionToken: signedToken }),
    },
    sha256: Sha256,
  });
  const request = {
    method: 'GET',
    protocol: 'ws:',
    hostname: url.hostname,
    path: '/mqtt',
    headers: { host: url.host },
  };
  const { query = {} } = await signer.presign(request, {
    signingDate: new Date(clock.now()),
    expiresIn: 300,
  });
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  url.searchParams.set('X-Amz-Security-Token', sessionToken);
  return url.href;
};
