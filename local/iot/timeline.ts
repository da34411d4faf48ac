/** A value that changes, and what it was at earlier moments (milliseconds). */
export type Timeline<Value> = {
  readonly set: (value: Value, at: number) => void;
  /** The value at that moment; `undefined` before the first one. */
  readonly at: (moment: number) => Value | undefined;
};

export const createTimeline = <Value>(): Timeline<Value> => {
  const changes: { value: Value; at: number }[] = [];
  return {
    set: (value, at) => void changes.push({ value, at }),
    at: (moment) => changes.findLast((change) => change.at <= moment)?.value,
  };
};
