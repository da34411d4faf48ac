import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { type Timer, withinTime } from '../../src/provisioning/within-time.ts';

const never = new AbortController().signal;
const hanging = () => new Promise<never>(() => undefined);

/** A timer whose time is over when the test says so. */
const manualTimer = () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const asked: number[] = [];
  const signals: AbortSignal[] = [];
  const timer: Timer = (ms, signal) => {
    asked.push(ms);
    signals.push(signal);
    return promise;
  };
  return { timer, ring: resolve, asked, stopped: () => signals.map(({ aborted }) => aborted) };
};

describe('work that has a time', () => {
  it('gives what it comes to, and its timer back', async () => {
    const { timer, asked, stopped } = manualTimer();
    expect(await withinTime(4000, async () => 'done', never, timer)).toBe('done');
    expect(asked).toEqual([4000]);
    expect(stopped()).toEqual([true]);
  });

  it('fails as it fails', async () => {
    const { timer, stopped } = manualTimer();
    const failure = new Error('throttled');
    await expect(withinTime(1, () => Promise.reject(failure), never, timer)).rejects.toBe(failure);
    const atOnce = () => {
      throw failure;
    };
    await expect(withinTime(1, atOnce, never, timer)).rejects.toBe(failure);
    expect(stopped()).toEqual([true, true]);
  });

  it('is given up when its time is over, even if it heeds no signal', async () => {
    const { timer, ring } = manualTimer();
    const outcome = withinTime(4000, hanging, never, timer);
    ring();
    await expect(outcome).rejects.toMatchObject({
      name: 'TimeoutError',
      message: expect.stringContaining('4000 ms'),
    });
  });

  it('is told so by its signal, and not before', async () => {
    const { timer, ring } = manualTimer();
    const given: AbortSignal[] = [];
    const outcome = withinTime(
      4000,
      (signal) => {
        given.push(signal);
        return hanging();
      },
      never,
      timer,
    );
    expect(given.map(({ aborted }) => aborted)).toEqual([false]);
    ring();
    await expect(outcome).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(given.map(({ aborted }) => aborted)).toEqual([true]);
    expect(given[0]?.reason).toMatchObject({ name: 'TimeoutError' });
  });

  it('is given up with whoever asked for it', async () => {
    const { timer, stopped } = manualTimer();
    const caller = new AbortController();
    const reason = new Error('the caller has left');
    let signal: AbortSignal = never;
    const outcome = withinTime(
      4000,
      (given) => {
        signal = given;
        return hanging();
      },
      caller.signal,
      timer,
    );
    caller.abort(reason);
    await expect(outcome).rejects.toBe(reason);
    expect(signal.aborted).toBe(true);
    expect(stopped()).toEqual([true]);
  });

  it('does not begin for whoever has left', async () => {
    const work = vi.fn<() => Promise<void>>();
    await expect(withinTime(1, work, AbortSignal.abort(new Error('left')))).rejects.toThrow('left');
    expect(work).not.toHaveBeenCalled();
  });

  it('troubles nobody by failing later, or by a caller who leaves later', async () => {
    const unhandled = vi.fn<(error: unknown) => void>();
    process.on('unhandledRejection', unhandled);
    const { timer, ring } = manualTimer();
    const late = Promise.withResolvers<void>();
    const overtime = withinTime(1, () => late.promise, never, timer);
    ring();
    await expect(overtime).rejects.toMatchObject({ name: 'TimeoutError' });
    late.reject(new Error('too late'));
    const caller = new AbortController();
    await withinTime(1000, async () => undefined, caller.signal);
    const atOnce = () => {
      throw new Error('at once');
    };
    await expect(withinTime(1000, atOnce, caller.signal)).rejects.toThrow('at once');
    caller.abort(new Error('left'));
    await setTimeout(5);
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });

  it('is timed by the clock unless told otherwise', async () => {
    const begun = performance.now();
    await expect(withinTime(30, hanging, never)).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(performance.now() - begun).toBeGreaterThanOrEqual(29);
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  it('is over at once when no time is left', async () => {
    await expect(withinTime(-1, hanging, never)).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});
