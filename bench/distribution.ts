// Of many measurements, what is stated: the middle one, and how far the middle half of them lies apart.

export type Distribution = {
  readonly median: number;
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
};

export const distributionOf = (values: readonly number[]): Distribution => {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
  return { median: at(0.5), lowerQuartile: at(0.25), upperQuartile: at(0.75) };
};

/** Of measurements that were made in pairs, one right after the other: what slows the machine slows both. */
export const ratiosOf = (times: readonly number[], others: readonly number[]): Distribution =>
  distributionOf(times.map((time, index) => time / (others[index] ?? Number.NaN)));

/** e.g. `109.3 (104.0–118.7)`. */
export const spread = ({ median, lowerQuartile, upperQuartile }: Distribution, digits: number): string =>
  `${median.toFixed(digits)} (${lowerQuartile.toFixed(digits)}–${upperQuartile.toFixed(digits)})`;
