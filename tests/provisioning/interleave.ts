// Two functions at once, one call at a time: a schedule says at each of them whose call is made next.
import { setImmediate } from 'node:timers/promises';
import type { Hook, World } from './world.ts';

/** True: the first one's turn. Whoever has ended, or waits for nothing, leaves its turn to the other. */
export type Schedule = (step: number) => boolean;

type Flows = ReturnType<World['flows']>;
export type Run = (flows: Flows, world: World) => Promise<unknown>;

/** What each call was, in the order in which they were made: `1` and `2` for whose it was. */
export const interleave = async (
  world: World,
  runs: readonly [Run, Run],
  schedule: Schedule,
  around: Hook,
): Promise<readonly string[]> => {
  const made: string[] = [];
  const first = begin(world, runs[0], around, (name) => made.push(`1 ${name}`));
  const second = begin(world, runs[1], around, (name) => made.push(`2 ${name}`));
  for (let step = 0; ; step++) {
    await Promise.all([first.arrive(), second.arrive()]);
    const [mine, other] = schedule(step) ? [first, second] : [second, first];
    if (!(await mine.go()) && !(await other.go())) return made;
  }
};

/** Turns of the event loop in which a function that waits for no call makes its next: pauses take some. */
const turns = 6;

const begin = (world: World, run: Run, around: Hook, note: (name: string) => void) => {
  const waiting: (() => Promise<void>)[] = [];
  let hasEnded = false;
  const end = () => {
    hasEnded = true;
  };
  const hook: Hook = (call, make) =>
    new Promise((resolve, reject) => {
      waiting.push(async () => {
        note(call.name);
        await around(call, make).then(resolve, reject);
      });
    });
  run(world.flows(hook), world).then(end, end);
  return {
    /** Until it waits to make a call, or has ended. */
    arrive: async (): Promise<void> => {
      for (let turn = 0; turn < turns && !hasEnded && waiting.length === 0; turn++) await setImmediate();
    },
    go: async (): Promise<boolean> => {
      const make = waiting.shift();
      await make?.();
      return make !== undefined;
    },
  };
};

/** Every schedule that changes over at most so often, of functions with so many calls together. */
export const withFewSwitches = (calls: number, most: 2 | 3): readonly (readonly number[])[] => {
  const places = Array.from({ length: calls - 1 }, (_, index) => index + 1);
  const upTo = (switches: number): readonly (readonly number[])[] =>
    switches === 0
      ? [[]]
      : upTo(switches - 1).flatMap((taken) => [
          taken,
          ...(taken.length === switches - 1
            ? places.filter((place) => place > (taken.at(-1) ?? 0)).map((place) => [...taken, place])
            : []),
        ]);
  return upTo(most);
};

/** Changes over at these steps. */
export const switching =
  (places: readonly number[], beginner: 'first' | 'second'): Schedule =>
  (step) =>
    (places.filter((place) => place <= step).length % 2 === 0) === (beginner === 'first');

/** As good as any other, and the same for the same seed. */
export const random = (seed: number): Schedule => {
  let state = seed;
  return () => {
    // "Mulberry32", by its last step.
    state = (state + 0x6d2b79f5) | 0;
    const mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    return ((mixed ^ (mixed >>> 14)) & 1) === 1;
  };
};
