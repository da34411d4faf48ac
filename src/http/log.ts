// One JSON object per line, for CloudWatch Logs Insights. Callers name each field: requests, tokens and errors' own data stay out.
import { toldOf } from './told-of.ts';

export const log = (
  level: 'info' | 'error',
  { error, ...fields }: Readonly<Record<string, unknown>>,
): void => {
  // biome-ignore lint/suspicious/noConsole: a Lambda's log is its console.
  console[level](JSON.stringify({ level, ...fields, ...(error !== undefined && { error: toldOf(error) }) }));
};
