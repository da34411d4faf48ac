/**
 * Whether AWS answered with an error of this name. IoT Core's status codes do not tell (throttling is 400, a full
 * identity 410): branch on the name.
 */
export const isAwsError = (error: unknown, ...names: readonly string[]): boolean =>
  error instanceof Error && '$metadata' in error && names.includes(error.name);
