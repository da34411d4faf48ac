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
  const { run, isRunning, value, error } = useTask(async (text: string) => {
    const query = text.includes('@') ? { email: text } : { username: text };
    const { items } = await answerOf(api.GET('/users', { params: { query } }));
    const [first] = items;
    if (first && items.length === 1) onFound(first.userId);
    return { text, items };
  });
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
        <button type="button" onClick={find} disabled={isRunning}>
          {isRunning ? 'Finding …' : 'Find'}
        </button>
      </div>
      <div role="status">{value && foundInWords(value)}</div>
      {value && value.items.length > 1 && (
        <ul>
          {value.items.map((user) => (
            <li key={user.userId}>
              <button type="button" onClick={() => onFound(user.userId)}>
                {nameOf(user)} <small class="mono">{user.userId}</small>
              </button>
            </li>
          ))}
        </ul>
      )}
      {error !== undefined && <Failure error={error} />}
    </div>
  );
};

const foundInWords = ({
  text,
  items,
}: {
  readonly text: string;
  readonly items: readonly User[];
}): string => {
  const [first] = items;
  if (!first) return `The user pool has nobody called ${text}.`;
  return items.length === 1
    ? `Found ${nameOf(first)}.`
    : `${items.length} users are called ${text}: choose one.`;
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
      <a href={addressOf.user(userId)}>{nameOf(value)}</a> <span class="badge">{value.status}</span>
    </p>
  );
};

const nameOf = ({ email, username, userId }: Pick<User, 'email' | 'username' | 'userId'>): string =>
  email ?? username ?? userId;
