// What one document must say of one resource, with one effect.
import { permit } from './grant-resources.ts';
import type { PolicyStatement } from './policy-document.ts';
import { utf8Length } from './utf8-length.ts';

export type PolicyEffect = PolicyStatement['Effect'];

export type PolicyEntry = {
  readonly effect: PolicyEffect;
  /** Whole ARN. */
  readonly resource: string;
  /** `permit` bits that must be said of it; of these none is said by a resource that covers it. */
  readonly needed: number;
  /** `permit` bits that may be said of it, since they are true of it anyway. */
  readonly possible: number;
  /** UTF-8 bytes of the resource in JSON, with a comma. */
  readonly bytes: number;
};

export const policyEntry = (
  effect: PolicyEffect,
  resource: string,
  needed: number,
  possible: number,
): PolicyEntry => ({ effect, resource, needed, possible, bytes: utf8Length(JSON.stringify(resource)) + 1 });

/** Entries of one kind may stand in the same statements. */
export const entryKind = (entry: PolicyEntry): number => entry.needed | (entry.possible << 3);

/**
 * The fewest of these statements – sets of `permit` bits – that say of such entries what is needed and nothing that
 * is not possible; undefined when they cannot.
 */
export const placesOf = (kind: number, statements: readonly number[]): readonly number[] | undefined => {
  const needed = kind & 7;
  const possible = kind >> 3;
  const concerned = needed & permit.subscribe ? permit.subscribe : permit.publish | permit.receive;
  const usable = statements.filter((actions) => actions & needed && !(actions & concerned & ~possible));
  const whole = usable.find((actions) => (actions & needed) === needed);
  if (whole !== undefined) return [whole];
  const together = usable.reduce((said, actions) => said | actions, 0);
  return (together & needed) === needed ? usable : undefined;
};
