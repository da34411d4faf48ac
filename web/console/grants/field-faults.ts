// Which field of the form a refusal is about.
import { RequestFailed } from '../../shared/request-failed.ts';
import type { FieldFault } from './grant-draft.ts';

type Field = 'subject' | 'effect' | 'actions' | 'topicFilter' | 'allowWider' | 'expiresAt' | 'reason';

export type FieldFaults = Readonly<Partial<Record<Field, readonly FieldFault[]>>>;

export const faultsByField = (faults: readonly FieldFault[]): FieldFaults => {
  const byField: Partial<Record<Field, readonly FieldFault[]>> = {};
  for (const fault of faults) {
    const field = fieldAt(fault.pointer);
    if (field) byField[field] = [...(byField[field] ?? []), fault];
  }
  return byField;
};

/** The places that the problem names. */
export const faultsIn = (error: unknown): readonly FieldFault[] =>
  error instanceof RequestFailed ? (error.problem?.errors ?? []) : [];

/** Whether each place that the problem names is a field: all is said there. */
export const isSaidAtFields = (error: unknown): boolean => {
  const faults = faultsIn(error);
  return faults.length > 0 && faults.every(({ pointer }) => fieldAt(pointer) !== undefined);
};

/** `/actions/0` is about the actions. */
const fieldAt = (pointer: string): Field | undefined => {
  const [, first] = pointer.split('/');
  return fields.find((field) => field === first);
};

const fields: readonly Field[] = [
  'subject',
  'effect',
  'actions',
  'topicFilter',
  'allowWider',
  'expiresAt',
  'reason',
];
