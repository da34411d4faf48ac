// One JSON object per line, for CloudWatch Logs Insights. Callers name each field: requests, tokens and errors' own data stay out.

export const log = (
  level: 'info' | 'error',
  { error, ...fields }: Readonly<Record<string, unknown>>,
): void => {
  // biome-ignore lint/suspicious/noConsole: a Lambda's log is its console.
  console[level](
    JSON.stringify({ level, ...fields, ...(error !== undefined && { error: describe(error) }) }),
  );
};

/** Name, message and stack alone: an SDK error also holds the request that failed, credentials included. */
const describe = (error: unknown): unknown =>
  error instanceof Error
    ? {
        name: error.name,
        message: error.message,
        stack: error.stack,
        ...(error.cause !== undefined && { cause: describe(error.cause) }),
      }
    : { name: typeof error };
