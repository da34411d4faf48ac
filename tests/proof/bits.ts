// Sets over a finite universe, one bit a member.

export type Bits = Uint32Array;

export const noBits = (size: number): Bits => new Uint32Array(Math.ceil(size / 32));

export const bitsWhere = <Item>(items: readonly Item[], holds: (item: Item) => boolean): Bits => {
  const bits = noBits(items.length);
  for (const [index, item] of items.entries()) {
    if (holds(item)) bits[index >> 5] = (bits[index >> 5] ?? 0) | (1 << (index & 31));
  }
  return bits;
};

export const addBits = (bits: Bits, more: Bits): void => {
  for (let at = 0; at < bits.length; at += 1) bits[at] = (bits[at] ?? 0) | (more[at] ?? 0);
};

export const without = (bits: Bits, less: Bits): Bits => bits.map((word, at) => word & ~(less[at] ?? 0));

export const both = (one: Bits, other: Bits): Bits => one.map((word, at) => word & (other[at] ?? 0));

export const isEmpty = (bits: Bits): boolean => bits.every((word) => word === 0);

export const sameBits = (one: Bits, other: Bits): boolean => one.every((word, at) => word === other[at]);

export const isWithin = (small: Bits, large: Bits): boolean =>
  small.every((word, at) => (word & ~(large[at] ?? 0)) === 0);

export const membersOf = <Item>(items: readonly Item[], bits: Bits): Item[] =>
  items.filter((_, index) => ((bits[index >> 5] ?? 0) >>> (index & 31)) & 1);
