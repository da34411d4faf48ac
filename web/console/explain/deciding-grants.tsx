// The grants that a decision names, looked up some at a time.

import { type Api, answerOf } from '../../shared/api.ts';
import type { Grant } from '../../shared/api-paths.ts';
import { Pages } from '../../shared/pages.tsx';
import { codeOf } from '../../shared/request-failed.ts';
import { usePaged } from '../../shared/use-paged.ts';
import { GrantTable } from '../grants/grant-table.tsx';
import { useService } from '../service.ts';

const atOnce = 10;

export const DecidingGrants = ({ grantIds }: { readonly grantIds: readonly string[] }) => {
  const { api } = useService();
  const grants = usePaged(
    async (cursor, signal) => {
      const start = Number(cursor ?? 0);
      const end = start + atOnce;
      const found = await Promise.all(
        grantIds.slice(start, end).map((grantId) => grantOf(api, grantId, signal)),
      );
      return {
        items: found.filter((grant) => grant !== undefined),
        ...(end < grantIds.length && { cursor: String(end) }),
      };
    },
    [grantIds.join(' ')],
  );
  if (grantIds.length === 0) return null;
  return (
    <>
      <h3>Decided by</h3>
      {grants.items.length > 0 && <GrantTable caption="Grants that decided" grants={grants.items} />}
      <Pages of={grants}>Revoked since it was decided: ask again.</Pages>
    </>
  );
};

/** Absent when it was revoked meanwhile. */
const grantOf = (api: Api, grantId: string, signal: AbortSignal): Promise<Grant | undefined> =>
  answerOf(api.GET('/grants/{grantId}', { params: { path: { grantId } }, signal })).catch(
    (error: unknown) => {
      if (codeOf(error) === 'grant-not-found') return undefined;
      throw error;
    },
  );
