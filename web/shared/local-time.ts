// Between instants and what a `datetime-local` field holds: the same moment on this machine's clock.

/** To the minute where the instant has no seconds; the empty text for none. */
export const toLocalTime = (iso: string | undefined): string => {
  const at = new Date(iso ?? '');
  if (Number.isNaN(at.getTime())) return '';
  const date = [pad(at.getFullYear(), 4), pad(at.getMonth() + 1), pad(at.getDate())].join('-');
  const milliseconds = at.getMilliseconds() === 0 ? '' : `.${pad(at.getMilliseconds(), 3)}`;
  const hasSeconds = at.getSeconds() !== 0 || milliseconds !== '';
  const seconds = hasSeconds ? `:${pad(at.getSeconds())}${milliseconds}` : '';
  return `${date}T${pad(at.getHours())}:${pad(at.getMinutes())}${seconds}`;
};

/** `undefined` for what is no time, the empty text above all. */
export const toInstant = (localTime: string): string | undefined => {
  const at = new Date(localTime);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
};

/** So many seconds from `now` (epoch milliseconds), at the next full minute. */
export const minuteAfter = (now: number, seconds: number): string =>
  new Date(Math.ceil((now + seconds * 1000) / 60_000) * 60_000).toISOString();

const pad = (value: number, width = 2): string => String(value).padStart(width, '0');
