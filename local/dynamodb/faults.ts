// Faults for tests: what the next calls of an operation meet instead of, or after, their effect.
import { type Answer, answerError } from './answer.ts';

export type Fault =
  /** Nothing happens and the error is answered: by default InternalServerError, which the SDK retries. */
  | { readonly kind: 'fail'; readonly error?: string; readonly message?: string }
  /** Nothing happens and nothing is answered. */
  | { readonly kind: 'hang' }
  /** It happens, and the connection breaks before the answer. */
  | { readonly kind: 'lose-answer' };

export type Faults = {
  /** The next `times` calls (1 by default) of the operation, e.g. `TransactWriteItems`, meet the fault. */
  inject(operation: string, fault: Fault, times?: number): void;
  clear(): void;
};

export const createFaults = (): Faults & { take(operation: string): Fault | undefined } => {
  const waiting = new Map<string, Fault[]>();
  return {
    inject: (operation, fault, times = 1) => {
      const queue = waiting.get(operation) ?? [];
      waiting.set(operation, [...queue, ...Array.from({ length: times }, () => fault)]);
    },
    clear: () => waiting.clear(),
    take: (operation) => waiting.get(operation)?.shift(),
  };
};

export const failureOf = ({ error = 'InternalServerError', message }: Fault & { kind: 'fail' }): Answer =>
  answerError(error, message ?? 'Injected by a test.');
