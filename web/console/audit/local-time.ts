// Instants, and what people type into <input type="datetime-local">, in the time zone of this browser.

/** "2026-11-23T16:30:05"; empty for what is no instant. */
export const toLocalTime = (instant: string | undefined): string => {
  const date = new Date(instant ?? Number.NaN);
  if (Number.isNaN(date.getTime())) return '';
  const day = [pad(date.getFullYear(), 4), pad(date.getMonth() + 1), pad(date.getDate())].join('-');
  return `${day}T${[date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => pad(part)).join(':')}`;
};

/** In UTC; undefined while nothing, or half of it, has been typed. */
export const fromLocalTime = (text: string): string | undefined => {
  const date = new Date(text);
  return text === '' || Number.isNaN(date.getTime()) ? undefined : date.toISOString();
};

const pad = (value: number, length = 2): string => String(value).padStart(length, '0');
