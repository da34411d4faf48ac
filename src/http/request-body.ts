// From the bytes of a request body to JSON that can be validated; what is not JSON in UTF-8 is refused.
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Fault, Violation } from '../domain/fault.ts';
import { ok, type Result, refuse } from '../domain/result.ts';
import { brokenText } from './broken-text.ts';
import { headerOf } from './header.ts';

const maxBodyBytes = 64 * 1024;

/** An absent body is `{}`: a request whose every field is optional needs none. */
export const parseBody = (event: APIGatewayProxyEvent): Result<unknown, Fault> => {
  if (!event.body) return ok({});
  const bytes = Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > maxBodyBytes) return refuse({ kind: 'body-too-large', limit: maxBodyBytes });
  if (!isJson(headerOf(event, 'content-type') ?? '')) {
    return refuse({ kind: 'media-type-unsupported', supported: 'application/json' });
  }
  const value = decodeJson(bytes);
  if (value === undefined)
    return refuse(invalid({ pointer: '', code: 'json-invalid', detail: 'The body is not JSON.' }));
  const broken = brokenText(value);
  return broken === undefined ? ok(value) : refuse(invalid(broken));
};

const invalid = (violation: Violation): Fault => ({ kind: 'request-invalid', violations: [violation] });

/** RFC 8259 §11 gives `application/json` no parameters; a charset that says UTF-8 is common and true. */
const isJson = (contentType: string): boolean =>
  /^application\/(?:[\w.+-]+\+)?json\s*(?:;\s*charset="?utf-8"?\s*)?$/i.test(contentType.trim());

const decodeJson = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
};
