// The accounts that the local stack starts with, one click each.
import { Failure } from '../shared/failure.tsx';
import type { Settings } from '../shared/settings.ts';
import { useTask } from '../shared/use-task.ts';

export const TrialAccounts = ({
  users,
  signIn,
}: {
  readonly users: NonNullable<Settings['trial']>['users'];
  readonly signIn: (username: string, password: string) => Promise<void>;
}) => {
  const { run, isRunning, error } = useTask(signIn);
  return (
    <section class="card">
      <h2>Accounts to try</h2>
      <ul class="trial">
        {users.map(({ username, password, groups }) => (
          <li key={username}>
            <button type="button" aria-busy={isRunning} onClick={() => run(username, password)}>
              {username}
            </button>{' '}
            {groups.map((group) => (
              <span key={group} class="badge">
                {group}
              </span>
            ))}
          </li>
        ))}
      </ul>
      {error !== undefined && <Failure error={error} />}
    </section>
  );
};
