// Faults that a test asks for: the next calls of an operation fail, hang, or take effect without an answer.
import * as z from 'zod/mini';

const Count = z.int().check(z.gte(0));

export const Fault = z.strictObject({
  operation: z.string(),
  /** How many calls are hit; 1 when absent. */
  times: z.optional(Count),
  /** How many calls pass before; 0 when absent. */
  skip: z.optional(Count),
  effect: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('error'), name: z.string(), status: Count }),
    /** The call is not carried out and never answered. */
    z.strictObject({ kind: z.literal('hang') }),
    /** The call is carried out, and the connection lost before the answer. */
    z.strictObject({ kind: z.literal('lost-answer') }),
  ]),
});
export type Fault = z.output<typeof Fault>;
type FaultEffect = Fault['effect'];

export type Faults = {
  readonly add: (fault: Fault) => void;
  readonly clear: () => void;
  readonly list: () => readonly Fault[];
  /** What hits this call, if anything; counts it. */
  readonly next: (operation: string) => FaultEffect | undefined;
};

export const createFaults = (): Faults => {
  let waiting: readonly Fault[] = [];
  const replace = (old: Fault, next: Fault): void => {
    waiting = waiting.flatMap((fault) => {
      if (fault !== old) return [fault];
      return next.times === 0 ? [] : [next];
    });
  };
  return {
    add: (fault) => {
      waiting = [...waiting, fault];
    },
    clear: () => {
      waiting = [];
    },
    list: () => waiting,
    next: (operation) => {
      const fault = waiting.find((one) => one.operation === operation);
      if (fault === undefined) return undefined;
      const { skip = 0, times = 1 } = fault;
      replace(fault, skip > 0 ? { ...fault, skip: skip - 1 } : { ...fault, times: times - 1 });
      return skip > 0 ? undefined : fault.effect;
    },
  };
};
