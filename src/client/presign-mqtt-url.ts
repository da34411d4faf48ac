// The URL of an MQTT connection over WebSocket, signed with the identity's credentials (SigV4).
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { AttacheError } from './attache-error.ts';
import type { Credentials } from './wire.ts';

/** Seconds: to be used at once. */
const expiresIn = 300;

/** The session token is appended after signing, as AWS IoT wants it. */
export const presignMqttUrl = async (input: {
  /** `wss://…/mqtt`, or `ws://…` of the local stack. */
  readonly mqttUrl: string;
  readonly region: string;
  readonly credentials: Omit<Credentials, 'expiration'>;
  readonly signingDate: Date;
}): Promise<string> => {
  const { mqttUrl, region, credentials, signingDate } = input;
  // Not `URL`: React Native's lacks most members.
  const [, protocol, host, path] = /^(wss?:)\/\/([^/?#]+)(\/[^?#]*)$/.exec(mqttUrl) ?? [];
  if (!protocol || !host || !path) throw new AttacheError('answer-invalid', `${mqttUrl} is no MQTT URL.`);
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const signer = new SignatureV4({
    service: 'iotdevicegateway',
    region,
    credentials: { accessKeyId, secretAccessKey },
    sha256: Sha256,
  });
  const { query = {} } = await signer.presign(
    { method: 'GET', protocol, hostname: host, path, headers: { host } },
    { signingDate, expiresIn },
  );
  const signed = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  return `${mqttUrl}?${signed.join('&')}&X-Amz-Security-Token=${encodeURIComponent(sessionToken)}`;
};
