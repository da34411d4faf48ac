// Signature Version 4, as AWS checks it: "Create a signed AWS API request", IAM user guide.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export type SignedParts = {
  readonly method: string;
  /** As it stands in the request line. */
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  /** The signed headers, lower-case names. */
  readonly headers: readonly (readonly [string, string])[];
  readonly payloadHash: string;
};

/** What `Credential=` names: `<key>/<date>/<region>/<service>/aws4_request`. */
export type CredentialScope = {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
};

export const emptyPayloadHash = createHash('sha256').digest('hex');

export const parseCredential = (text: string): CredentialScope | undefined => {
  const [accessKeyId, date, region, service, terminator, ...rest] = text.split('/');
  if (!accessKeyId || !date || !region || !service || terminator !== 'aws4_request' || rest.length > 0)
    return undefined;
  return { accessKeyId, date, region, service };
};

/** `20261123T103000Z` in milliseconds. */
export const parseAmzDate = (text: string): number | undefined => {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  const [year, month, day, hour, minute, second] = parts.map(Number);
  if (year === undefined || month === undefined) return undefined;
  return Date.UTC(year, month - 1, day, hour, minute, second);
};

export const signatureOf = (
  parts: SignedParts,
  amzDate: string,
  scope: CredentialScope,
  secretKey: string,
): string => {
  const { date, region, service } = scope;
  const text = [
    'AWS4-HMAC-SHA256',
    amzDate,
    `${date}/${region}/${service}/aws4_request`,
    sha256(canonical(parts)),
  ];
  let key: Buffer = Buffer.from(`AWS4${secretKey}`);
  for (const step of [date, region, service, 'aws4_request']) key = hmac(key, step);
  return hmac(key, text.join('\n')).toString('hex');
};

export const sameSignature = (expected: string, given: string): boolean => {
  const [one, other] = [Buffer.from(expected), Buffer.from(given)];
  return one.length === other.length && timingSafeEqual(one, other);
};

const canonical = ({ method, path, query, headers, payloadHash }: SignedParts): string => {
  const sorted = headers.toSorted(([one], [other]) => (one < other ? -1 : 1));
  return [
    method,
    path.split('/').map(encode).join('/'),
    query
      .map(([name, value]) => `${encode(name)}=${encode(value)}`)
      .toSorted()
      .join('&'),
    ...sorted.map(([name, value]) => `${name}:${value.trim().replace(/ +/g, ' ')}`),
    '',
    sorted.map(([name]) => name).join(';'),
    payloadHash,
  ].join('\n');
};

/** RFC 3986 §2.3: everything but the unreserved characters. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
