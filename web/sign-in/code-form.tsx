// The code that proves an email address to be one's own.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Failure } from '../shared/failure.tsx';
import { useTask } from '../shared/use-task.ts';

export const CodeForm = ({
  username,
  expectedCode,
  confirm,
  resend,
}: {
  readonly username: string;
  /** On the local stack, which sends no mail. */
  readonly expectedCode: string | undefined;
  readonly confirm: (code: string) => Promise<void>;
  readonly resend: () => Promise<unknown>;
}) => {
  const field = useRef<HTMLInputElement>(null);
  const [code, setCode] = useState(expectedCode ?? '');
  const confirming = useTask(() => confirm(code.trim()));
  const resending = useTask(async () => {
    confirming.reset();
    await resend();
    return 'A new code is on its way.';
  });
  const error = confirming.error ?? resending.error;
  useEffect(() => field.current?.focus(), []);

  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault();
        resending.reset();
        confirming.run();
      }}
    >
      <h1>Confirm your address</h1>
      <p>
        {expectedCode === undefined ? (
          <>
            A code was sent to <strong>{username}</strong>. It may take a minute.
          </>
        ) : (
          <>
            The code for <strong>{username}</strong> is filled in: this stack sends no mail.
          </>
        )}
      </p>
      <label>
        Code
        <input
          ref={field}
          inputMode="numeric"
          autocomplete="one-time-code"
          required
          value={code}
          onInput={({ currentTarget }) => setCode(currentTarget.value)}
        />
      </label>
      {error !== undefined && <Failure error={error} />}
      <p role="status">{resending.value}</p>
      <div class="row">
        <button type="submit" class="primary" aria-busy={confirming.isRunning}>
          {confirming.isRunning ? 'Confirming …' : 'Confirm and sign in'}
        </button>
        <button type="button" aria-busy={resending.isRunning} onClick={() => resending.run()}>
          Send a new code
        </button>
      </div>
    </form>
  );
};
