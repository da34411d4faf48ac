// Email address and password: to sign in, or to sign up.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Failure } from '../shared/failure.tsx';
import { useTask } from '../shared/use-task.ts';

export const CredentialsForm = ({
  title,
  autocomplete,
  hint,
  act,
}: {
  readonly title: string;
  readonly autocomplete: 'current-password' | 'new-password';
  /** What the password must be like. */
  readonly hint?: string;
  readonly act: (username: string, password: string) => Promise<void>;
}) => {
  const first = useRef<HTMLInputElement>(null);
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const { run, isRunning, error } = useTask(() => act(username.trim(), password));
  useEffect(() => first.current?.focus(), []);

  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault();
        run();
      }}
    >
      <h1>{title}</h1>
      <label>
        Email address
        <input
          ref={first}
          type="email"
          autocomplete="username"
          required
          value={username}
          onInput={({ currentTarget }) => setUsername(currentTarget.value)}
        />
      </label>
      <label>
        Password
        <input
          type="password"
          autocomplete={autocomplete}
          required
          value={password}
          onInput={({ currentTarget }) => setPassword(currentTarget.value)}
        />
        {hint && <span class="hint">{hint}</span>}
      </label>
      {error !== undefined && <Failure error={error} />}
      <button type="submit" class="primary" aria-busy={isRunning}>
        {isRunning ? `${title} …` : title}
      </button>
    </form>
  );
};
