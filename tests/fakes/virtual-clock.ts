// Time that passes only when everything waits for it: minutes and hours of it in no time, the same way each time.
import { setImmediate } from 'node:timers/promises';

export type VirtualClock = {
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly abortAfter: (ms: number) => AbortSignal;
  /** Lets time pass until the promise has settled. */
  readonly run: <Value>(promise: Promise<Value>) => Promise<Value>;
  /** Lets so much time pass. */
  readonly pass: (ms: number) => Promise<void>;
};

export const virtualClock = (start: number): VirtualClock => {
  let now = start;
  /** In order of time; of the same time, in order of calls. */
  const alarms: { readonly at: number; readonly ring: () => void }[] = [];

  const alarm = (ms: number, ring: () => void): (() => void) => {
    const set = { at: now + Math.max(0, ms), ring };
    const index = alarms.findLastIndex((other) => other.at <= set.at);
    alarms.splice(index + 1, 0, set);
    return () => {
      if (alarms.includes(set)) alarms.splice(alarms.indexOf(set), 1);
    };
  };
  /** What can go on without time goes on first. */
  const idle = setImmediate;
  const ringNext = (): void => {
    const first = alarms.shift();
    now = first?.at ?? now;
    first?.ring();
  };

  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const cancel = alarm(ms, resolve);
        const abort = () => {
          cancel();
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', abort, { once: true });
      }),
    abortAfter: (ms) => {
      const controller = new AbortController();
      alarm(ms, () => controller.abort(new DOMException('The time is over.', 'TimeoutError')));
      return controller.signal;
    },
    run: async (promise) => {
      let settled = false;
      const end = () => {
        settled = true;
      };
      promise.then(end, end);
      for (await idle(); !settled; await idle()) {
        if (alarms.length === 0)
          throw new Error('Nothing goes on any more, and the promise has not settled.');
        ringNext();
      }
      return promise;
    },
    pass: async (ms) => {
      const until = now + ms;
      for (await idle(); (alarms[0]?.at ?? until + 1) <= until; await idle()) ringNext();
      now = until;
    },
  };
};
