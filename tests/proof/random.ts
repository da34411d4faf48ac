// A small seeded generator (mulberry32), so that a failing set is found again by its seed.

const { PROOF_SEED, PROOF_SETS } = process.env;

export type Random = {
  /** 0 ≤ n < below. */
  readonly below: (below: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <Item>(items: readonly [Item, ...Item[]]) => Item;
};

export const randomFrom = (seed: number): Random => {
  let state = Math.imul(seed, 0x9e3779b1) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    below: (below) => Math.floor(next() * below),
    chance: (probability) => next() < probability,
    pick: (items) => items[Math.floor(next() * items.length)] ?? items[0],
  };
};

const firstSeed = Number(PROOF_SEED ?? 1);

/** The generator of the n-th set of a run. */
export const someRandom = (set: number): Random => randomFrom(firstSeed + set);

/** The environment that makes the n-th set of this run the first. */
export const replaySeed = (set: number): string => `PROOF_SEED=${firstSeed + set} PROOF_SETS=1`;

const allSets = Number(PROOF_SETS ?? 20_000);

/** How many generated sets a property is tried on: a share of `PROOF_SETS`, 20,000 unless it says otherwise. */
export const proofSets = (share: number): number => Math.ceil(allSets * share);

export const announce = (property: string, sets: number): void => {
  process.stdout.write(`${property}: ${sets} sets from PROOF_SEED=${firstSeed}\n`);
};
