import type { User } from '../../shared/api-paths.ts';
import { calledName } from './find-users.ts';

/** What was found of a name: nobody, or several. */
export const UserChoice = ({
  users,
  onChoose,
}: {
  /** Absent before anybody was looked for. */
  readonly users: readonly User[] | undefined;
  readonly onChoose: (user: User) => void;
}) => {
  if (users === undefined) return null;
  if (users.length === 0) {
    return (
      <p class="fault" role="alert">
        The user pool knows nobody of this name.
      </p>
    );
  }
  return (
    <fieldset>
      <legend>
        <span role="status">{users.length} users have it; which one?</span>
      </legend>
      <ul>
        {users.map((user) => (
          <li key={user.userId}>
            <button type="button" onClick={() => onChoose(user)}>
              {calledName(user)} <code>{user.userId}</code> {user.status}
            </button>
          </li>
        ))}
      </ul>
    </fieldset>
  );
};
