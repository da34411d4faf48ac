// An HTTPS request signed in its Authorization header: whose is it, and is it good?
import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { type Result, refuse } from '../../src/domain/result.ts';
import { type CredentialStore, type Credentials, liveCredentials } from './credentials.ts';
import { parseAmzDate, parseCredential, sameSignature, signatureOf } from './signature-v4.ts';

const skew = 5 * 60_000;

export type SignedRequest = {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly region: string;
  readonly now: number;
};

export const verifySignedRequest = (
  request: SignedRequest,
  store: CredentialStore,
): Result<Credentials, string> => {
  const { method, url, headers, body, region, now } = request;
  const header = /^AWS4-HMAC-SHA256 Credential=(\S+), ?SignedHeaders=(\S+), ?Signature=(\S+)$/;
  const [, credential = '', signedHeaders = '', signature = ''] =
    header.exec(headers.authorization ?? '') ?? [];
  const scope = parseCredential(credential);
  if (scope?.service !== 'iotdata' || scope.region !== region) return refuse('the credential scope is wrong');
  const credentials = liveCredentials(store, scope.accessKeyId, headers['x-amz-security-token'], now);
  if (!credentials.ok) return credentials;

  const names = signedHeaders.split(';');
  if (!['host', 'x-amz-date'].every((name) => names.includes(name)))
    return refuse('host and date are not signed');
  const amzDate = String(headers['x-amz-date']);
  const signedAt = parseAmzDate(amzDate);
  if (signedAt === undefined || Math.abs(now - signedAt) > skew) return refuse('the date is wrong');
  const expected = signatureOf(
    {
      method,
      path: url.pathname,
      query: [...url.searchParams],
      headers: names.map((name) => [name, String(headers[name] ?? '')]),
      payloadHash: createHash('sha256').update(body).digest('hex'),
    },
    amzDate,
    scope,
    credentials.value.secretKey,
  );
  return sameSignature(expected, signature) ? credentials : refuse('the signature does not match');
};
