// What the list is narrowed to. Nothing is asked for before it is sent.
import { useEffect, useState } from 'preact/hooks';
import { toInstant, toLocalTime } from '../../shared/local-time.ts';
import { addressOf, type GrantFilter } from '../addresses.ts';
import { actions, effects, states } from './grant-list-query.ts';

export const GrantFilterForm = ({
  filter,
  onFilter,
}: {
  readonly filter: GrantFilter;
  readonly onFilter: (filter: GrantFilter) => void;
}) => {
  const [typed, setTyped] = useState(filter);
  // Somebody went back, or to all.
  useEffect(() => setTyped(filter), [JSON.stringify(filter)]);
  const change =
    (member: keyof GrantFilter) => (event: { readonly currentTarget: { readonly value: string } }) =>
      setTyped({ ...typed, [member]: event.currentTarget.value });
  return (
    <search>
      <form
        class="card filter"
        aria-label="Filter"
        onSubmit={(event) => {
          event.preventDefault();
          onFilter({ ...typed, subject: typed.subject?.trim(), topic: typed.topic?.trim() });
        }}
      >
        <label>
          Subject
          <input
            value={typed.subject ?? ''}
            placeholder="everyone, group/…, user/…"
            autocapitalize="none"
            onInput={change('subject')}
          />
        </label>
        <label>
          Covers this topic
          <input
            class="mono"
            value={typed.topic ?? ''}
            placeholder="plant/line-1/state"
            autocapitalize="none"
            spellcheck={false}
            onInput={change('topic')}
          />
        </label>
        <Choice label="Action" value={typed.action} of={actions} onChange={change('action')} />
        <Choice label="Effect" value={typed.effect} of={effects} onChange={change('effect')} />
        <Choice label="State" value={typed.state} of={states} onChange={change('state')} />
        <label>
          Ends before
          <input
            type="datetime-local"
            step="any"
            value={toLocalTime(typed.expiresBefore)}
            onInput={({ currentTarget }) =>
              setTyped({ ...typed, expiresBefore: toInstant(currentTarget.value) })
            }
          />
        </label>
        <div class="row middle">
          <button type="submit">Filter</button>
          {Object.keys(filter).length > 0 && <a href={addressOf.grants()}>Show all</a>}
        </div>
      </form>
    </search>
  );
};

const Choice = ({
  label,
  value,
  of,
  onChange,
}: {
  readonly label: string;
  readonly value: string | undefined;
  readonly of: readonly string[];
  readonly onChange: (event: { readonly currentTarget: { readonly value: string } }) => void;
}) => (
  <label>
    {label}
    <select value={value ?? ''} onChange={onChange}>
      <option value="">any</option>
      {of.map((each) => (
        <option key={each} value={each}>
          {each}
        </option>
      ))}
    </select>
  </label>
);
