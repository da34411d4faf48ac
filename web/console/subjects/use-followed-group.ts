// A managed group, followed until what is being changed of it is done, or it is gone.

import { answerOf } from '../../shared/api.ts';
import type { Group } from '../../shared/api-paths.ts';
import { codeOf } from '../../shared/request-failed.ts';
import { type Followed, useFollowed } from '../../shared/use-followed.ts';
import { useService } from '../service.ts';

/** `gone`: it has been deleted. */
export const useFollowedGroup = (initial: Group): Followed<Group | 'gone'> => {
  const { api } = useService();
  return useFollowed<Group | 'gone'>(
    initial,
    (group) => group !== 'gone' && group.state !== 'applied',
    (signal) =>
      answerOf(api.GET('/groups/{group}', { params: { path: { group: initial.group } }, signal })).catch(
        (error: unknown) => {
          if (codeOf(error) === 'group-not-found') return 'gone';
          throw error;
        },
      ),
  );
};
