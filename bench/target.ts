/** Says whether a figure is at most what it is to be, and lets the process fail when it is not. */
export const target = (figure: number, most: number): string => {
  const reached = figure <= most;
  if (!reached) process.exitCode = 1;
  return `to reach: ≤ ${most.toLocaleString('en')}, ${reached ? 'reached' : 'MISSED'}`;
};
