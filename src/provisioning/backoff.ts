const firstMs = 30_000;
const longestMs = 15 * 60_000;

/** How long to leave alone what has failed so often, in whole milliseconds: exponential, half of it at random. */
export const backoff = (failures: number, random: () => number): number =>
  Math.round(Math.min(longestMs, firstMs * 2 ** (failures - 1)) * (0.5 + random() / 2));
