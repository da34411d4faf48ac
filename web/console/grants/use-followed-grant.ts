import { answerOf } from '../../shared/api.ts';
import type { Grant } from '../../shared/api-paths.ts';
import { useFollowed } from '../../shared/use-followed.ts';
import { useService } from '../service.ts';

/** The grant as it was listed, followed until it is in the policies. */
export const useFollowedGrant = (listed: Grant): Grant => {
  const { api } = useService();
  const path = { grantId: listed.grantId };
  const { value } = useFollowed(
    listed,
    ({ status }) => status.state === 'pending',
    (signal) => answerOf(api.GET('/grants/{grantId}', { params: { path }, signal })),
  );
  return value;
};
