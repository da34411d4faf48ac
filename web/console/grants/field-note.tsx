// Below a field: what it is for, and what is wrong with it; both are read out with the field.
import type { ComponentChildren } from 'preact';
import type { FieldFault } from './grant-draft.ts';

export type Faults = readonly FieldFault[] | undefined;

/** For the field itself, or the group of fields. */
export const noted = (id: string, faults: Faults) => ({
  'aria-describedby': id,
  ...(faults && { 'aria-invalid': true as const }),
});

export const FieldNote = ({
  id,
  faults,
  children,
}: {
  readonly id: string;
  readonly faults: Faults;
  /** The hint. */
  readonly children?: ComponentChildren;
}) => (
  <span id={id}>
    {faults?.map(({ code, detail }) => (
      <span key={code} class="fault">
        <span aria-hidden="true">✕ </span>
        {detail} {code !== 'missing' && <code>{code}</code>}
      </span>
    ))}
    {children && <span class="hint">{children}</span>}
  </span>
);
