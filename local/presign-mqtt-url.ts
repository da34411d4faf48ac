// The URL of an MQTT connection over WebSocket, signed with a Cognito identity's credentials.
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';

export type PresignInput = {
  /** `ws://127.0.0.1:…/mqtt`, or `wss://…` on AWS. */
  readonly mqttUrl: string;
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretKey: string;
    readonly sessionToken: string;
  };
  readonly signingDate?: Date;
  /** Seconds. */
  readonly expiresIn?: number;
};

/** Good for minutes: to be used at once. The session token is appended after signing, as AWS IoT wants it. */
export const presignMqttUrl = async (input: PresignInput): Promise<string> => {
  const { mqttUrl, region, credentials, signingDate = new Date(), expiresIn = 300 } = input;
  const url = new URL(mqttUrl);
  const { accessKeyId, secretKey, sessionToken } = credentials;
  const signer = new SignatureV4({
    service: 'iotdevicegateway',
    region,
    credentials: { accessKeyId, secretAccessKey: secretKey },
    sha256: Sha256,
  });
  const { query = {} } = await signer.presign(
    {
      method: 'GET',
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      headers: { host: url.host },
    },
    { signingDate, expiresIn },
  );
  for (const [name, value] of Object.entries(query)) url.searchParams.append(name, String(value));
  return `${url.href}&X-Amz-Security-Token=${encodeURIComponent(sessionToken)}`;
};
