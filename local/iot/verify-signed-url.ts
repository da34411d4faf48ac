// The presigned URL of an MQTT connection over WebSocket: whose is it, and is it good?
import { type Result, refuse } from '../../src/domain/result.ts';
import { type CredentialStore, type Credentials, liveCredentials } from './credentials.ts';
import {
  emptyPayloadHash,
  parseAmzDate,
  parseCredential,
  sameSignature,
  signatureOf,
} from './signature-v4.ts';

/** How far clocks may differ; also how long a URL without `X-Amz-Expires` is good. Milliseconds. */
const skew = 5 * 60_000;
/** "The maximum is 604,800 seconds (seven days)." */
const mostSeconds = 604_800;

export type SignedUrlRequest = {
  readonly url: URL;
  /** The `Host` header as sent. */
  readonly host: string;
  readonly region: string;
  readonly now: number;
};

export const verifySignedUrl = (
  { url, host, region, now }: SignedUrlRequest,
  store: CredentialStore,
): Result<Credentials, string> => {
  const query = Object.fromEntries(url.searchParams);
  if (Object.keys(query).length !== url.searchParams.size) return refuse('a query parameter is repeated');
  const {
    'X-Amz-Algorithm': algorithm,
    'X-Amz-Credential': credential = '',
    'X-Amz-Date': amzDate = '',
    'X-Amz-SignedHeaders': signedHeaders,
    'X-Amz-Signature': signature = '',
    'X-Amz-Security-Token': sessionToken,
    'X-Amz-Expires': expires = String(skew / 1000),
  } = query;
  if (algorithm !== 'AWS4-HMAC-SHA256' || signedHeaders !== 'host')
    return refuse('the request is not signed');

  const scope = parseCredential(credential);
  if (scope?.service !== 'iotdevicegateway' || scope.region !== region)
    return refuse('the credential scope is wrong');
  const credentials = liveCredentials(store, scope.accessKeyId, sessionToken, now);
  if (!credentials.ok) return credentials;

  if (!amzDate.startsWith(`${scope.date}T`) || !isGoodAt(amzDate, expires, now)) {
    return refuse('the URL is not good now');
  }
  // "Append the session token after signing": it is no part of what is signed.
  const signed = [...url.searchParams].filter(
    ([name]) => !['X-Amz-Signature', 'X-Amz-Security-Token'].includes(name),
  );
  const expected = signatureOf(
    {
      method: 'GET',
      path: url.pathname,
      query: signed,
      headers: [['host', host]],
      payloadHash: emptyPayloadHash,
    },
    amzDate,
    scope,
    credentials.value.secretKey,
  );
  return sameSignature(expected, signature) ? credentials : refuse('the signature does not match');
};

const isGoodAt = (amzDate: string, expires: string, now: number): boolean => {
  const signedAt = parseAmzDate(amzDate);
  const seconds = /^\d{1,6}$/.test(expires) ? Number(expires) : 0;
  if (signedAt === undefined || seconds < 1 || seconds > mostSeconds) return false;
  return now >= signedAt - skew && now < signedAt + seconds * 1000;
};
