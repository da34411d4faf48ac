// All registered users who can do it now, as the service decides it for each.
import { Pages } from '../../shared/pages.tsx';
import { usePaged } from '../../shared/use-paged.ts';
import { addressOf } from '../addresses.ts';
import { firstFilledPage } from '../grants/first-filled-page.ts';
import { useService } from '../service.ts';
import { searchUsers } from './search-users.ts';
import type { TopicAction } from './topic-action.ts';

export const UsersWhoCan = ({ topic, action }: { readonly topic: string; readonly action: TopicAction }) => {
  const { api } = useService();
  const users = usePaged(
    (cursor, signal) =>
      firstFilledPage((token) => searchUsers(api, { topic, action, token }, signal), cursor),
    [topic, action],
  );
  return (
    <>
      {users.items.length > 0 && (
        <table>
          <caption class="visually-hidden">
            Users who can {action} on {topic}
          </caption>
          <thead>
            <tr>
              <th scope="col">User</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {users.items.map((user) => (
              <tr key={user}>
                <td>
                  <a class="mono" href={addressOf.user(user)}>
                    {user}
                  </a>
                </td>
                <td>
                  <a
                    href={addressOf.explain({ user, action, topic })}
                    aria-label={`Explain why ${user} can ${action} here`}
                  >
                    Explain
                  </a>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Pages of={users}>Nobody who has registered a device can.</Pages>
      {users.hasMore && !users.isLoading && (
        <p class="hint">Not all users have been looked at yet: there may be more who can.</p>
      )}
    </>
  );
};
