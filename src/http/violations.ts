// From what a schema finds wrong to places in the request, codes and sentences.
import type * as z from 'zod/mini';
import type { Violation } from '../domain/fault.ts';
import { jsonPointer } from './json-pointer.ts';

/** Pointers into the body are plain JSON pointers; those into `path`, `query` and `headers` keep that first token. */
export const violationsOf = (issue: z.core.$ZodIssue): readonly Violation[] => {
  const [part, ...rest] = issue.path;
  const path = part === 'body' ? rest : issue.path;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: jsonPointer([...path, key]),
      code: 'member-unknown',
      detail: `${key} is not a member here.`,
    }));
  }
  return [{ pointer: jsonPointer(path), ...meaningOf(issue) }];
};

/** A sentence for each kind of issue that says what would be right; a parser of our own brings one along. */
const meaningOf = (issue: z.core.$ZodIssue): Pick<Violation, 'code' | 'detail'> => {
  const what = String(issue.path.slice(1).at(-1) ?? 'The body');
  switch (issue.code) {
    case 'invalid_type':
      return { code: 'invalid-type', detail: `${what} must be ${kinds[issue.expected] ?? issue.expected}.` };
    case 'too_big':
      return {
        code: 'too-big',
        detail: `${what} must be at most ${issue.maximum}${units[issue.origin] ?? ''}.`,
      };
    case 'too_small':
      return {
        code: 'too-small',
        detail: `${what} must be at least ${issue.minimum}${units[issue.origin] ?? ''}.`,
      };
    case 'invalid_value':
      return { code: 'invalid-value', detail: `${what} must be ${anyOf(issue.values)}.` };
    case 'invalid_union':
      return {
        code: 'invalid-value',
        detail: `${what} must be ${anyOf(('options' in issue && issue.options) || [])}.`,
      };
    default:
      return { code: 'invalid-format', detail: issue.message };
  }
};

const kinds: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'an array',
  object: 'an object',
};

const units: Readonly<Record<string, string>> = { string: ' characters long', array: ' items long' };

const anyOf = (values: readonly unknown[]): string =>
  values.map((value) => JSON.stringify(value)).join(' or ');
