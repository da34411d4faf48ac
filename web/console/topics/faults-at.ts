import { faultsIn } from '../grants/field-faults.ts';
import type { Faults } from '../grants/field-note.tsx';

/** What the service says of one place of the request, by its JSON pointer. */
export const faultsAt = (error: unknown, pointer: string): Faults => {
  const faults = faultsIn(error).filter((fault) => fault.pointer === pointer);
  return faults.length > 0 ? faults : undefined;
};
