/** Milliseconds until what is pending is asked for again: soon at first, then ever less often, as minutes may pass. */
export const pauseBefore = (asked: number): number => Math.min(1500 * 1.5 ** asked, 30_000);
