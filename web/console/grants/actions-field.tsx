import { useId } from 'preact/hooks';
import { type Faults, FieldNote, noted } from './field-note.tsx';
import { type Action, everyAction, type GrantDraft } from './grant-draft.ts';

/** As docs/grants.md says them. */
const meanings = {
  allow: {
    publish: 'publish, and retain where the stack allows retaining',
    subscribe: 'subscribe, and receive what was subscribed to',
    receive: 'receive what a backend sends directly',
  },
  deny: {
    publish: 'no publishing, no retaining',
    subscribe: 'no subscribing and no receiving, of old subscriptions too',
    receive: 'no delivery, of subscriptions too',
  },
} as const;

export const ActionsField = ({
  effect,
  actions,
  faults,
  onInput,
}: {
  readonly effect: GrantDraft['effect'];
  readonly actions: readonly Action[];
  readonly faults: Faults;
  readonly onInput: (actions: readonly Action[]) => void;
}) => {
  const id = useId();
  return (
    <fieldset {...noted(id, faults)}>
      <legend>Actions</legend>
      {everyAction.map((action) => (
        <label key={action} class="check">
          <input
            type="checkbox"
            checked={actions.includes(action)}
            onChange={({ currentTarget }) =>
              onInput(
                currentTarget.checked ? [...actions, action] : actions.filter((other) => other !== action),
              )
            }
          />
          <span>
            {action} <small class="quiet">{meanings[effect][action]}</small>
          </span>
        </label>
      ))}
      <FieldNote id={id} faults={faults} />
    </fieldset>
  );
};
