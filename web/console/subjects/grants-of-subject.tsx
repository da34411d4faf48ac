// What a subject may do, and from which grant.
import { answerOf } from '../../shared/api.ts';
import { Pages } from '../../shared/pages.tsx';
import { usePaged } from '../../shared/use-paged.ts';
import { addressOf } from '../addresses.ts';
import { GrantTable } from '../grants/grant-table.tsx';
import { useService } from '../service.ts';
import { GrantSummary } from './grant-summary.tsx';

/** A user may do more: what everyone may, and what its groups may. */
export const GrantsOfSubject = ({ subject }: { readonly subject: string }) => {
  const { api } = useService();
  const grants = usePaged(
    (cursor, signal) =>
      answerOf(api.GET('/grants', { params: { query: { subject, cursor, limit: 100 } }, signal })),
    [subject],
  );
  return (
    <>
      {grants.items.length > 0 && (
        <>
          <GrantSummary grants={grants.items} />
          <GrantTable caption={`Grants to ${subject}`} grants={grants.items} subject={subject} />
        </>
      )}
      <Pages of={grants}>
        <code>{subject}</code> has no grants.
      </Pages>
      <p>
        <a class="button" href={addressOf.newGrant({ subject })}>
          New grant
        </a>
      </p>
    </>
  );
};
