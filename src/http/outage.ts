// What a thrown error means to a client: AWS is throttling, failing or too slow (try again) – or we are wrong.
import type { Fault } from '../domain/fault.ts';

/** Something outside the service that a request needs does not answer. */
export class Outage extends Error {
  override readonly name = 'Outage';
}

const retryAfterSeconds = 5;

export const faultOf = (error: unknown): Fault =>
  isOutage(error) ? { kind: 'temporarily-unavailable', retryAfterSeconds } : { kind: 'internal' };

const isOutage = (error: unknown): boolean =>
  error instanceof Error &&
  (error instanceof Outage ||
    // An AWS service's own error, whatever its status: IoT Core throttles with 400.
    '$metadata' in error ||
    // Time-outs, aborts and broken connections, as the SDK's HTTP handler and middy name them.
    error.name === 'TimeoutError' ||
    error.name === 'AbortError' ||
    ('code' in error && typeof error.code === 'string' && /^E[A-Z]+$/.test(error.code)));
