// A connection that lasts: dropped, it is made again with fresh credentials and a fresh URL, later each time.
import { AttacheError, withCode } from './attache-error.ts';
import type { Session } from './open-session.ts';
import { backoff, type Timing } from './timing.ts';
import type { Registration } from './wire.ts';

export type Status =
  | { readonly state: 'connecting' | 'connected' }
  | {
      readonly state: 'waiting';
      readonly error: AttacheError;
      /** Epoch milliseconds. */
      readonly retryAt: number;
      /** ISO 8601: until then a refusal may be nothing but AWS being slow. */
      readonly effectiveBy?: string;
    }
  /** With an error when it is given up: nothing but `connect()` makes it again. */
  | { readonly state: 'closed'; readonly error?: AttacheError };

export type Connection = {
  /** The open session, or the next one. @throws what ended the connection for good. */
  readonly session: () => Promise<Session>;
  readonly stop: () => void;
  readonly signal: AbortSignal;
};

/** A connection that stood this long (milliseconds) was a good one: the next attempt is a first attempt again. */
const proven = 60_000;
/** Refusals of a connection that should be effective: one may be a thing that is still being attached. */
const patience = 5;

export const startConnection = (deps: {
  readonly register: () => Promise<Registration>;
  readonly renew: () => Promise<Registration>;
  /** With fresh credentials and a fresh URL. */
  readonly open: (registration: Registration, signal: AbortSignal) => Promise<Session>;
  readonly onSession: () => void;
  readonly onStatus: (status: Status) => void;
  readonly timing: Timing;
}): Connection => {
  const { timing, onStatus } = deps;
  const controller = new AbortController();
  const { signal } = controller;
  let next = promised();
  let registration: Registration | undefined;

  /** One connection from its making to its end; what ended it. */
  const live = async (): Promise<Ending> => {
    let since = Number.POSITIVE_INFINITY;
    try {
      registration = await (registration ? deps.renew() : deps.register());
      const session = await deps.open(registration, signal);
      since = timing.now();
      next.resolve(session);
      onStatus({ state: 'connected' });
      deps.onSession();
      await session.ended;
      next = promised();
      throw new AttacheError('connection-lost', 'The connection was closed.');
    } catch (cause) {
      const error = withCode(cause, 'network', 'The connection could not be made.');
      return { error, wasMade: since <= timing.now(), wasGood: timing.now() - since >= proven };
    }
  };

  const pause = async (error: AttacheError, failures: number): Promise<void> => {
    const milliseconds = Math.max(backoff(failures, timing), error.details.retryAfter ?? 0);
    const retryAt = timing.now() + milliseconds;
    const effectiveBy = registration?.effectiveBy;
    const isSpreading = effectiveBy !== undefined && isAhead(effectiveBy, timing);
    onStatus({ state: 'waiting', error, retryAt, ...(isSpreading && { effectiveBy }) });
    await timing.wait(milliseconds, signal);
  };

  /** Whether it should have been let in by now. */
  const isDue = ({ code }: AttacheError): boolean =>
    code === 'connection-refused' && !isAhead(registration?.effectiveBy, timing);

  const run = async (): Promise<void> => {
    let [failures, refusals] = [0, 0];
    while (!signal.aborted) {
      onStatus({ state: 'connecting' });
      const { error, wasMade, wasGood } = await live();
      if (signal.aborted) break;
      failures = wasGood ? 1 : failures + 1;
      refusals = wasMade ? 0 : refusals + Number(isDue(error));
      if (isFinal(error) || refusals >= patience) return end(error);
      await pause(error, failures);
    }
    end();
  };

  const end = (error?: AttacheError): void => {
    next.reject(error ?? new AttacheError('not-connected', 'The connection was closed by close().'));
    controller.abort();
    onStatus({ state: 'closed', ...(error && { error }) });
  };

  run().catch((cause: unknown) => end(withCode(cause, 'network', 'The connection failed.')));
  return {
    session: () => next.promise,
    stop: () => controller.abort(),
    signal,
  };
};

type Ending = { readonly error: AttacheError; readonly wasMade: boolean; readonly wasGood: boolean };

/** Refused by what will not change by itself; throttling, outages and lost networks do. */
const isFinal = ({ code, details: { status = 0 } }: AttacheError): boolean =>
  final.has(code) || (status >= 400 && status < 500 && ![408, 429].includes(status) && code !== 'network');

const final = new Set<string>([
  'credentials-refused',
  'token-invalid',
  'device-removed',
  'no-free-device',
  'user-suspended',
  'user-offboarded',
]);

export const isAhead = (effectiveBy: string | undefined, { now }: Pick<Timing, 'now'>): boolean =>
  effectiveBy !== undefined && Date.parse(effectiveBy) > now();

const promised = () => {
  let resolve: (session: Session) => void = () => {};
  let reject: (error: AttacheError) => void = () => {};
  const promise = new Promise<Session>((...settle) => {
    [resolve, reject] = settle;
  });
  promise.catch(() => {}); // Nobody may be waiting.
  return { promise, resolve, reject };
};
