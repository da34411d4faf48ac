// CPU time of things that take turns in one process, so that whatever else happens there meets all of them.

type Work = () => Promise<unknown>;

/**
 * Milliseconds for one run of each work, by block of runs. User and system time of the whole process: the garbage
 * that a work makes is collected at its cost, too. Ends early when `until` (as `performance.now`) is past.
 */
export const cpuTimes = async (
  works: readonly Work[],
  { blocks, runs, until }: { readonly blocks: number; readonly runs: number; readonly until: number },
): Promise<readonly (readonly number[])[]> => {
  for (const work of works) await block(work, warmUp);
  const times = works.map((): number[] => []);
  for (let count = 0; count < blocks && performance.now() < until; count += 1) {
    // Each goes first as often as last.
    const order = count % 2 ? [...works.entries()].reverse() : [...works.entries()];
    for (const [index, work] of order) times[index]?.push(await block(work, runs));
  }
  return times;
};

const warmUp = 1500;

const block = async (work: Work, runs: number): Promise<number> => {
  const start = process.cpuUsage();
  for (let run = 0; run < runs; run += 1) await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000 / runs;
};
