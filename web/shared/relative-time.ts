const units = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

const format = new Intl.RelativeTimeFormat('en', { numeric: 'always' });

/** "in 3 days", "2 hours ago": in the largest unit of which there is one, cut off, so that time left is never more than there is. */
export const relativeTime = (iso: string, now: number): string => {
  const seconds = (Date.parse(iso) - now) / 1000;
  if (Number.isNaN(seconds)) return iso;
  if (Math.abs(seconds) < 1) return 'now';
  for (const [unit, length] of units) {
    const count = Math.trunc(seconds / length);
    if (count !== 0) return format.format(count, unit);
  }
  return 'now';
};
