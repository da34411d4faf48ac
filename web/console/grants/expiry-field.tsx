import { useId } from 'preact/hooks';
import { minuteAfter, toInstant, toLocalTime } from '../../shared/local-time.ts';
import { exactTime, Time } from '../../shared/time.tsx';
import { type Faults, FieldNote, noted } from './field-note.tsx';

const choices = [
  { name: '1 hour', seconds: 3600 },
  { name: '1 day', seconds: 86_400 },
  { name: '1 week', seconds: 7 * 86_400 },
] as const;

export const ExpiryField = ({
  expiresAt,
  faults,
  onInput,
}: {
  /** As in a draft. */
  readonly expiresAt: string;
  readonly faults: Faults;
  readonly onInput: (expiresAt: string) => void;
}) => {
  const id = useId();
  const read = ({ currentTarget: { value, validity } }: { readonly currentTarget: HTMLInputElement }) =>
    onInput(toInstant(value) ?? (validity.badInput ? 'incomplete' : ''));
  return (
    <div class="field">
      <label>
        Ends
        <input
          type="datetime-local"
          step="any"
          value={toLocalTime(expiresAt)}
          onInput={read}
          // While only a part is typed, there is no value that changes, and so no such event.
          onKeyUp={read}
          {...noted(id, faults)}
        />
      </label>
      <FieldNote id={id} faults={faults}>
        <Meaning expiresAt={expiresAt} />
      </FieldNote>
      <fieldset class="row inserts">
        <legend class="visually-hidden">Ends after</legend>
        {choices.map(({ name, seconds }) => (
          <button key={name} type="button" onClick={() => onInput(minuteAfter(Date.now(), seconds))}>
            <span class="visually-hidden">Ends in </span>
            {name}
          </button>
        ))}
        <button type="button" onClick={() => onInput('')}>
          <span class="visually-hidden">Ends </span>never
        </button>
      </fieldset>
    </div>
  );
};

const Meaning = ({ expiresAt }: { readonly expiresAt: string }) => {
  if (expiresAt === '') return <>Never, until it is revoked.</>;
  if (expiresAt === 'incomplete') return <>The time is incomplete.</>;
  return (
    <>
      <Time at={expiresAt} />: {exactTime(expiresAt)}, on this computer's clock.
    </>
  );
};
