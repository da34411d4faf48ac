// A button for what cannot be taken back: it asks first, shows progress, and tells when it failed.
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
  readonly onConfirm: (confirmed: Confirmed) => Promise<unknown>;
}) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const [reason, setReason] = useState('');
  const [chosen, setChosen] = useState<Readonly<Record<string, boolean>>>({});
  const { run, isRunning, error, reset } = useTask(async () => {
    await onConfirm({ reason: reason.trim() || undefined, options: chosen });
    dialog.current?.close();
  });
  const open = () => {
    setReason('');
    setChosen({});
    reset();
    dialog.current?.showModal();
  };
  const submit = (event: Event) => {
    event.preventDefault();
    run();
  };

  return (
    <>
      <button type="button" class="danger" onClick={open}>
        {label}
      </button>
      <dialog ref={dialog} aria-labelledby={titleId}>
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
          {error !== undefined && <Failure error={error} />}
          <div class="row end">
            <button type="button" onClick={() => dialog.current?.close()}>
              Cancel
            </button>
            <button type="submit" class="danger" disabled={isRunning}>
              {isRunning ? `${action} …` : action}
            </button>
          </div>
        </form>
      </dialog>
    </>
  );
};
