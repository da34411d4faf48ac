// A button for what others will notice: it asks first, shows progress, and tells when it failed.
import type { ComponentChildren } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { Failure } from './failure.tsx';
import { useTask } from './use-task.ts';

export type Confirmed = {
  /** Absent where none was given. */
  readonly reason: string | undefined;
  /** By the name of each checkbox. */
  readonly options: Readonly<Record<string, boolean>>;
};

/** The dialog closes when `onConfirm` has succeeded; until then nobody is told that it did. */
export const Confirm = ({
  label,
  title,
  action,
  children,
  asksReason,
  options = {},
  typed,
  tone = 'danger',
  onConfirm,
}: {
  /** On the button that opens the dialog. */
  readonly label: ComponentChildren;
  readonly title: string;
  /** On the button that does it: a verb, "Revoke". */
  readonly action: string;
  /** What will happen, to whom. */
  readonly children: ComponentChildren;
  /** Whether a reason may be given, for those who read the audit trail. */
  readonly asksReason?: boolean;
  /** Checkboxes: what each says, by its name. */
  readonly options?: Readonly<Record<string, string>>;
  /** What cannot be taken back at all: one of these texts must be typed first. */
  readonly typed?: { readonly label: ComponentChildren; readonly accepted: readonly string[] };
  /** `plain`: nothing is lost by it. */
  readonly tone?: 'danger' | 'plain';
  readonly onConfirm: (confirmed: Confirmed) => Promise<unknown>;
}) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const [reason, setReason] = useState('');
  const [chosen, setChosen] = useState<Readonly<Record<string, boolean>>>({});
  const [text, setText] = useState('');
  const { run, isRunning, error, reset } = useTask(async () => {
    await onConfirm({ reason: reason.trim() || undefined, options: chosen });
    dialog.current?.close();
  });
  const open = () => {
    setReason('');
    setChosen({});
    setText('');
    reset();
    dialog.current?.showModal();
  };
  const isMeant = typed === undefined || typed.accepted.includes(text.trim());
  const submit = (event: Event) => {
    event.preventDefault();
    if (isMeant) run();
  };
  // What is under way has an end that is to be seen.
  const keepWhileRunning = (event: Event) => {
    if (isRunning) event.preventDefault();
  };

  return (
    <>
      <button type="button" class={tone === 'danger' ? 'danger' : undefined} onClick={open}>
        {label}
      </button>
      <dialog ref={dialog} aria-labelledby={titleId} onCancel={keepWhileRunning}>
        <form onSubmit={submit}>
          <h2 id={titleId}>{title}</h2>
          {children}
          {Object.entries(options).map(([name, text]) => (
            <label key={name} class="check">
              <input
                type="checkbox"
                checked={chosen[name] ?? false}
                onChange={({ currentTarget }) => setChosen({ ...chosen, [name]: currentTarget.checked })}
              />
              {text}
            </label>
          ))}
          {asksReason && (
            <label>
              Reason (optional, kept in the audit trail)
              <input
                value={reason}
                maxLength={256}
                onInput={({ currentTarget }) => setReason(currentTarget.value)}
              />
            </label>
          )}
          {typed && (
            <label>
              {typed.label}
              <input
                value={text}
                autocomplete="off"
                spellcheck={false}
                onInput={({ currentTarget }) => setText(currentTarget.value)}
              />
            </label>
          )}
          {error !== undefined && <Failure error={error} />}
          <div class="row end">
            <button
              type="button"
              aria-disabled={isRunning}
              onClick={() => !isRunning && dialog.current?.close()}
            >
              Cancel
            </button>
            <button
              type="submit"
              class={tone === 'danger' ? 'danger' : 'primary'}
              disabled={!isMeant}
              aria-busy={isRunning}
            >
              {isRunning ? `${action} …` : action}
            </button>
          </div>
        </form>
      </dialog>
    </>
  );
};
