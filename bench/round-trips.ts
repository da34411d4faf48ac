// Counts the round trips of what runs in this process: a round trip is a wave of requests that wait for no other.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/** Requests by their wave. A request that starts after another has ended belongs to a later wave. */
export const roundTripsOf = async (run: () => Promise<unknown>): Promise<readonly number[]> => {
  const waves: number[] = [];
  const waveOf = new Map<unknown, number>();
  let ended = 0;
  const onStart = (message: unknown) => {
    waveOf.set(requestIn(message), ended);
    waves[ended] = (waves[ended] ?? 0) + 1;
  };
  const onEnd = (message: unknown) => {
    ended = Math.max(ended, (waveOf.get(requestIn(message)) ?? -1) + 1);
  };
  subscribe(started, onStart);
  subscribe(finished, onEnd);
  try {
    await run();
  } finally {
    unsubscribe(started, onStart);
    unsubscribe(finished, onEnd);
  }
  return waves;
};

/** Of every request that node:http makes – and so the SDK. */
const started = 'http.client.request.start';
const finished = 'http.client.response.finish';

const requestIn = (message: unknown): unknown =>
  typeof message === 'object' && message !== null && 'request' in message ? message.request : undefined;
