import { faultsIn } from '../grants/field-faults.ts';

/** What the service says of one place of the request, by its JSON pointer. */
export const faultAt = (error: unknown, pointer: string): string | undefined =>
  faultsIn(error).find((fault) => fault.pointer === pointer)?.detail;
