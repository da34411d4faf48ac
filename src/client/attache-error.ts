// The one kind of error that the client library throws: `code` tells what happened.

/** What the library itself finds; every other code is a problem's, as the API's documentation lists them. */
export type ClientCode =
  /** Publishing or subscribing would be refused, and refusal drops the connection: it was not sent. */
  | 'not-granted'
  /** No client may send it: wildcards in a topic, over 256 bytes, over 128 KB, more than 50 subscriptions. */
  | 'message-invalid'
  /** It is granted and effective by now, and yet refused, time after time. */
  | 'refused-by-broker'
  | 'connection-refused'
  /** The connection ended meanwhile; retried where that is safe. */
  | 'connection-lost'
  /** `close()` was called, or `connect()` was not. */
  | 'not-connected'
  /** The identity pool gives no credentials for this token. */
  | 'credentials-refused'
  /** This device was removed; `connect()` registers it again. */
  | 'device-removed'
  /** Each of this installation's devices is in use by another tab. */
  | 'no-free-device'
  /** `getIdToken` failed: it is asked again. */
  | 'token-unavailable'
  /** `getIdToken` gave no ID token: nobody is signed in. */
  | 'token-invalid'
  | 'network'
  /** An answer that is not the service's: a wrong `apiUrl`, a proxy's page. */
  | 'answer-invalid';

export type ErrorDetails = {
  readonly status?: number;
  /** Milliseconds, as the answer's Retry-After says it. */
  readonly retryAfter?: number;
  /** The whole `application/problem+json` (RFC 9457) of a refused request. */
  readonly problem?: Readonly<Record<string, unknown>>;
  /** Why it is refused: `no-grant`, `denied`, `expired`, `suspended`, … */
  readonly reason?: string;
  /** What is allowed instead, in words. */
  readonly nearMisses?: readonly string[];
  /** ISO 8601: when the last change of what is granted is effective everywhere. */
  readonly effectiveBy?: string;
  readonly cause?: unknown;
};

export class AttacheError extends Error {
  override readonly name = 'AttacheError';
  readonly code: ClientCode | (string & {});
  readonly details: ErrorDetails;

  constructor(code: AttacheError['code'], message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.code = code;
    this.details = details;
  }
}

/** Whatever was thrown, as an error with a code; what has one already is left as it is. */
export const withCode = (cause: unknown, code: ClientCode, message: string): AttacheError =>
  cause instanceof AttacheError ? cause : new AttacheError(code, message, { cause });
