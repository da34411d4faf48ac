// What has been added to a text and removed from it, line by line: along a longest common subsequence.

export type DiffLine = {
  /** Counted from 1, through added and removed lines alike. */
  readonly number: number;
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
};

/** Removed lines stand before those that take their place. Takes time and room for one product of the lengths: small texts. */
export const diffLines = (before: readonly string[], after: readonly string[]): readonly DiffLine[] => {
  const common = commonLengths(before, after);
  const lines: DiffLine[] = [];
  const add = (kind: DiffLine['kind'], text: string) => lines.push({ number: lines.length + 1, kind, text });
  let [from, to] = [0, 0];
  while (from < before.length || to < after.length) {
    const [was, is] = [before[from], after[to]];
    if (was !== undefined && was === is) {
      add('same', was);
      from += 1;
      to += 1;
    } else if (was !== undefined && lengthAt(common, from + 1, to) >= lengthAt(common, from, to + 1)) {
      add('removed', was);
      from += 1;
    } else {
      add('added', is ?? '');
      to += 1;
    }
  }
  return lines;
};

/** How many lines the rest of the one from here and the rest of the other from there have in common. */
const commonLengths = (before: readonly string[], after: readonly string[]): readonly number[][] => {
  const lengths = Array.from({ length: before.length + 1 }, () =>
    new Array<number>(after.length + 1).fill(0),
  );
  for (let from = before.length - 1; from >= 0; from -= 1) {
    const row = lengths[from] ?? [];
    for (let to = after.length - 1; to >= 0; to -= 1) {
      row[to] =
        before[from] === after[to]
          ? lengthAt(lengths, from + 1, to + 1) + 1
          : Math.max(lengthAt(lengths, from + 1, to), lengthAt(lengths, from, to + 1));
    }
  }
  return lengths;
};

/** Beyond an end nothing is in common – less than nothing, so that it is never gone to. */
const lengthAt = (lengths: readonly number[][], from: number, to: number): number =>
  lengths[from]?.[to] ?? -1;
