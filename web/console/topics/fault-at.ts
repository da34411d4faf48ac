import { RequestFailed } from '../../shared/request-failed.ts';

/** What the service says of one place of the request, by its JSON pointer. */
export const faultAt = (error: unknown, pointer: string): string | undefined =>
  error instanceof RequestFailed
    ? error.problem?.errors?.find((fault) => fault.pointer === pointer)?.detail
    : undefined;
