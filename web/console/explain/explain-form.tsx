// Who, what and where. A user is known by its ID; by name or address it is looked up first.

import { useId, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { UserPage } from '../../shared/api-paths.ts';
import { Failure } from '../../shared/failure.tsx';
import { useChanged } from '../../shared/use-changed.ts';
import type { Loaded } from '../../shared/use-loaded.ts';
import { useTask } from '../../shared/use-task.ts';
import { addressOf } from '../addresses.ts';
import { useService } from '../service.ts';
import { findUsers, parseUserName, type UserName, userNames } from '../users/find-users.ts';
import { DeviceField } from './device-field.tsx';
import './explain.css';
import { UserChoice } from '../users/user-choice.tsx';
import { accessActions, parseAccessAction, type Question, resourceNames } from './question.ts';

export const ExplainForm = ({
  asked,
  user,
}: {
  readonly asked: Question;
  /** Who was asked about, when the service knows anything of it. */
  readonly user: Loaded<UserPage | undefined>;
}) => {
  const { api } = useService();
  const { route } = useLocation();
  const noteId = useId();
  const listId = useId();
  const [by, setBy] = useState<UserName>('id');
  const [question, setQuestion] = useState(asked);
  const change = (part: Partial<Question>) => setQuestion({ ...question, ...part });
  useChanged([asked.user, asked.action, asked.topic, asked.device], () => {
    setBy('id');
    setQuestion(asked);
  });

  const ask = (userId: string): undefined => {
    route(addressOf.explain({ ...question, user: userId }));
  };
  const { run, isRunning, value, error, reset } = useTask(async () => {
    const name = question.user.trim();
    if (by === 'id') return ask(name);
    const users = await findUsers(api, by, name);
    const [only, ...others] = users;
    return only !== undefined && others.length === 0 ? ask(only.userId) : users;
  });
  const isAsked = by === 'id' && question.user === asked.user;
  const devices = isAsked ? (user.value?.devices ?? []) : [];

  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault();
        run();
      }}
    >
      <div class="question">
        <label>
          User by
          <select
            value={by}
            onChange={({ currentTarget }) => {
              reset();
              setBy(parseUserName(currentTarget.value));
            }}
          >
            {Object.entries(userNames).map(([name, text]) => (
              <option key={name} value={name}>
                {text}
              </option>
            ))}
          </select>
        </label>
        <label class="wide">
          {userNames[by]}
          <input
            required
            aria-describedby={isAsked && user.error ? noteId : undefined}
            value={question.user}
            spellcheck={false}
            autocapitalize="none"
            onInput={({ currentTarget }) => {
              reset();
              change({ user: currentTarget.value, device: undefined });
            }}
          />
        </label>
        <label>
          Action
          <select
            value={question.action}
            onChange={({ currentTarget }) => change({ action: parseAccessAction(currentTarget.value) })}
          >
            {accessActions.map((action) => (
              <option key={action}>{action}</option>
            ))}
          </select>
        </label>
        <label class="wide">
          {resourceNames[question.action]}
          <input
            required
            value={question.topic}
            list={listId}
            maxLength={1024}
            spellcheck={false}
            autocapitalize="none"
            onInput={({ currentTarget }) => change({ topic: currentTarget.value })}
          />
          <datalist id={listId}>
            {question.action === 'connect' &&
              devices.map(({ clientId }) => clientId && <option key={clientId} value={clientId} />)}
          </datalist>
        </label>
        <DeviceField devices={devices} value={question.device} onChange={(device) => change({ device })} />
      </div>
      {isAsked && user.error instanceof Error && (
        <p id={noteId} class="fault">
          {user.error.message}
        </p>
      )}
      <UserChoice users={value} onChoose={({ userId }) => ask(userId)} />
      {error !== undefined && <Failure error={error} />}
      <button type="submit" class="primary" aria-busy={isRunning}>
        {isRunning ? 'Looking for the user …' : 'Explain'}
      </button>
    </form>
  );
};
