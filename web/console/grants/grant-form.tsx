// The form of a grant, new or changed: what is typed, what the service says of it meanwhile, and sending it.
import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Grant, GrantInput, GrantPreview } from '../../shared/api-paths.ts';
import { useTask } from '../../shared/use-task.ts';
import { faultsByField, faultsIn } from './field-faults.ts';
import { type GrantDraft, inputOf, missingIn } from './grant-draft.ts';
import { GrantFields } from './grant-fields.tsx';
import { LivePreview } from './live-preview.tsx';
import { Refusal } from './refusal.tsx';
import { usePreview } from './use-preview.ts';

export const GrantForm = ({
  initial,
  action,
  preview: ask,
  send,
  seen,
  onDone,
  onStale,
  children,
}: {
  readonly initial: GrantDraft;
  /** On the button: a verb. */
  readonly action: string;
  readonly preview: (input: GrantInput, signal: AbortSignal) => Promise<GrantPreview>;
  readonly send: (input: GrantInput) => Promise<Grant>;
  /** The grant that is changed, as it was seen; a new one has none. */
  readonly seen?: Grant;
  readonly onDone: (grant: Grant) => void;
  /** Somebody else has changed the grant: the version that is current now is `seen` from here on. */
  readonly onStale?: (current: Grant) => void;
  /** Beside the button. */
  readonly children?: ComponentChildren;
}) => {
  const [draft, setDraft] = useState(initial);
  const [isTried, setIsTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const input = inputOf(draft);
  const sending = useTask(async (whole: GrantInput) => {
    try {
      onDone(await send(whole));
    } catch (error) {
      focusFirstFault(form.current);
      throw error;
    }
  });
  // Not while it is being sent: once the grant is made, the same again would be refused.
  const preview = usePreview(ask, sending.isRunning ? 'sent' : input, seen?.version);
  const error = sending.error ?? preview.error;
  const missing = isTried ? missingIn(draft) : [];
  const change = (changed: Partial<GrantDraft>) => {
    sending.reset();
    setDraft({ ...draft, ...changed });
  };

  return (
    <form
      ref={form}
      class="grant-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setIsTried(true);
        if (input) sending.run(input);
        else focusFirstFault(form.current);
      }}
    >
      <div class="card">
        <GrantFields
          draft={draft}
          faults={faultsByField([...missing, ...faultsIn(error)])}
          isSubjectFixed={seen !== undefined}
          onInput={change}
        />
        <Refusal
          error={error}
          draft={draft}
          seen={seen}
          onTakeCurrent={(current, kept) => {
            sending.reset();
            setDraft(kept);
            onStale?.(current);
          }}
        />
        <div class="row middle">
          <button type="submit" class="primary" aria-busy={sending.isRunning}>
            {sending.isRunning ? `${action} …` : action}
          </button>
          {children}
        </div>
      </div>
      <LivePreview preview={preview} isComplete={input !== undefined} />
    </form>
  );
};

/** After the faults have been shown. */
const focusFirstFault = (form: HTMLFormElement | null): void => {
  setTimeout(() => {
    const field = form?.querySelector<HTMLElement>('[aria-invalid="true"]');
    const input = field?.matches('input, textarea') ? field : field?.querySelector('input');
    input?.focus();
  });
};
