import { type Api, answerOf } from '../../shared/api.ts';
import type { TopicAction } from './topic-action.ts';

type Search = {
  readonly topic: string;
  readonly action: TopicAction;
  /** Where the page before ended. */
  readonly token: string | undefined;
};

/** The IDs of some users who can do it; with a cursor while there are users that have not been looked at. */
export const searchUsers = async (
  api: Api,
  { topic, action, token }: Search,
  signal: AbortSignal,
): Promise<{ readonly items: readonly string[]; readonly cursor?: string }> => {
  const { results, page } = await answerOf(
    api.POST('/access/v1/search/subject', {
      body: {
        subject: { type: 'user' },
        action: { name: action },
        resource: { type: 'topic', id: topic },
        page: token === undefined ? {} : { token },
      },
      signal,
    }),
  );
  return {
    items: results.map(({ id }) => id),
    ...(page.next_token !== '' && { cursor: page.next_token }),
  };
};
