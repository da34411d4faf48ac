import { type Api, answerOf } from '../../shared/api.ts';
import type { TopicAction } from './topic-action.ts';

type Search = {
  readonly topic: string;
  readonly action: TopicAction;
  /** Where the page before ended. */
  readonly token: string | undefined;
};

/** A request looks at 200 users and may find none of them: so many are made before somebody is asked to go on. */
const requestsPerPage = 5;

/** The IDs of users who can do it; with a cursor while there are users that have not been looked at. */
export const searchUsers = async (
  api: Api,
  { topic, action, token }: Search,
  signal: AbortSignal,
): Promise<{ readonly items: readonly string[]; readonly cursor?: string }> => {
  let cursor = token;
  for (let request = 1; request <= requestsPerPage; request++) {
    const { results, page } = await answerOf(
      api.POST('/access/v1/search/subject', {
        body: {
          subject: { type: 'user' },
          action: { name: action },
          resource: { type: 'topic', id: topic },
          page: cursor === undefined ? {} : { token: cursor },
        },
        signal,
      }),
    );
    if (page.next_token === '') return { items: results.map(({ id }) => id) };
    cursor = page.next_token;
    if (results.length > 0) return { items: results.map(({ id }) => id), cursor };
  }
  return { items: [], cursor };
};
