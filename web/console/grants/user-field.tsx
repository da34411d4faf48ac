// A user by its ID; whoever knows only its name or email address looks it up.
import { useState } from 'preact/hooks';
import { answerOf } from '../../shared/api.ts';
import type { User } from '../../shared/api-paths.ts';
import { Failure } from '../../shared/failure.tsx';
import { codeOf } from '../../shared/request-failed.ts';
import { useLoaded } from '../../shared/use-loaded.ts';
import { useTask } from '../../shared/use-task.ts';
import { addressOf } from '../addresses.ts';
import { useService } from '../service.ts';
import { calledName, findUsers } from '../users/find-users.ts';
import { UserChoice } from '../users/user-choice.tsx';
import type { noted } from './field-note.tsx';
import { typingPause } from './typing-pause.ts';

export const UserField = ({
  userId,
  field,
  onInput,
}: {
  readonly userId: string;
  readonly field: ReturnType<typeof noted>;
  readonly onInput: (userId: string) => void;
}) => (
  <>
    <FindUser onFound={onInput} />
    <label>
      User ID
      <input
        class="mono"
        value={userId}
        autocapitalize="none"
        autocomplete="off"
        spellcheck={false}
        onInput={({ currentTarget }) => onInput(currentTarget.value.trim())}
        {...field}
      />
    </label>
    {/^[\w-]{1,128}$/.test(userId) && <Whom userId={userId} />}
  </>
);

const FindUser = ({ onFound }: { readonly onFound: (userId: string) => void }) => {
  const { api } = useService();
  const [name, setName] = useState('');
  const { run, isRunning, value, error, reset } = useTask(async (text: string) => {
    const users = await findUsers(api, text.includes('@') ? 'email' : 'username', text);
    const [only, ...others] = users;
    if (only === undefined || others.length > 0) return { users };
    onFound(only.userId);
    return { said: `Found ${calledName(only)}.` };
  });
  const choose = ({ userId }: User) => {
    onFound(userId);
    reset();
  };
  const find = () => name.trim() && run(name.trim());
  return (
    <div class="find">
      <div class="row">
        <label>
          Find by user name or email
          <input
            value={name}
            autocapitalize="none"
            autocomplete="off"
            spellcheck={false}
            onInput={({ currentTarget }) => setName(currentTarget.value)}
            onKeyDown={(event) => {
              // The form around is not what is meant to be sent.
              if (event.key !== 'Enter') return;
              event.preventDefault();
              find();
            }}
          />
        </label>
        <button type="button" onClick={find} aria-busy={isRunning}>
          {isRunning ? 'Finding …' : 'Find'}
        </button>
      </div>
      <div role="status">{value?.said}</div>
      <UserChoice users={value?.users} onChoose={choose} />
      {error !== undefined && <Failure error={error} />}
    </div>
  );
};

/** So that nobody mistakes an ID. */
const Whom = ({ userId }: { readonly userId: string }) => {
  const { api } = useService();
  const { value, error, isLoading } = useLoaded(
    async (signal) => {
      await typingPause(signal);
      return answerOf(api.GET('/users/{userId}', { params: { path: { userId } }, signal }));
    },
    [userId],
  );
  if (codeOf(error) === 'user-not-found') return <p class="hint">Nothing is known of this user yet.</p>;
  if (error !== undefined) return <Failure error={error} />;
  if (!value) return <p class="hint">{isLoading && 'Who is it? …'}</p>;
  return (
    <p>
      <a href={addressOf.user(userId)}>{calledName(value)}</a> <span class="badge">{value.status}</span>
    </p>
  );
};
