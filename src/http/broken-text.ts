import type { Violation } from '../domain/fault.ts';
import { escapePointer } from './json-pointer.ts';

/**
 * Where a request holds what is no text. API Gateway turns invalid UTF-8 into U+FFFD, and JSON's `\\ud800` is no text
 * at all: both would be stored as something else. A loop, since a body may nest deeper than the call stack.
 */
export const brokenText = (request: unknown): Violation | undefined => {
  const pending: { value: unknown; pointer: string }[] = [{ value: request, pointer: '' }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, pointer } = next;
    if (typeof value === 'string' && !isText(value)) {
      return { pointer, code: 'text-invalid', detail: 'The text is not valid Unicode.' };
    }
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, member] of Object.entries(value)) {
      pending.push({ value: key, pointer }, { value: member, pointer: `${pointer}/${escapePointer(key)}` });
    }
  }
  return undefined;
};

const isText = (value: string): boolean => value.isWellFormed() && !value.includes('\uFFFD');
