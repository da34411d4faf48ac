export type Exclusion = {
  /** Runs beside other shared work, never beside exclusive work. */
  shared<Value>(work: () => Promise<Value>): Promise<Value>;
  /** Runs alone. */
  exclusive<Value>(work: () => Promise<Value>): Promise<Value>;
};

/** A fair lock: work starts in the order in which it was asked for, so neither kind starves. */
export const createExclusion = (): Exclusion => {
  let lastExclusive: Promise<unknown> = Promise.resolve();
  let sharedSince = new Set<Promise<unknown>>();
  return {
    shared: (work) => {
      const done = lastExclusive.then(work);
      const settled: Promise<unknown> = done.then(ignore, ignore).then(() => sharedSince.delete(settled));
      sharedSince.add(settled);
      return done;
    },
    exclusive: (work) => {
      const done = Promise.all([lastExclusive, ...sharedSince]).then(work);
      lastExclusive = done.then(ignore, ignore);
      sharedSince = new Set();
      return done;
    },
  };
};

const ignore = (): void => undefined;
