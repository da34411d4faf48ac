// Grants as every list shows them: what each allows or denies, to whom, until when, why, and by whom.
import type { Grant } from '../../shared/api-paths.ts';
import { tableRoles } from '../../shared/table-roles.ts';
import { Time } from '../../shared/time.tsx';
import { addressOf } from '../addresses.ts';
import { Effect, Ends, GrantState } from './grant-badges.tsx';
import { GrantNotes } from './grant-notes.tsx';
import './grants.css';
import { SubjectLink } from '../subjects/subject-link.tsx';
import { useFollowedGrant } from './use-followed-grant.ts';

export const GrantTable = ({
  caption,
  grants,
  subject,
}: {
  /** What the grants have in common; heard, not seen. */
  readonly caption: string;
  readonly grants: readonly Grant[];
  /** Of all of them, where they have one: then no row says it. */
  readonly subject?: string;
}) => (
  <table class="cards grants" {...tableRoles.table}>
    <caption class="visually-hidden">{caption}</caption>
    <thead {...tableRoles.group}>
      <tr {...tableRoles.row}>
        {(subject === undefined ? columns : columns.filter((name) => name !== 'Subject')).map((name) => (
          <th key={name} {...tableRoles.columnHeader}>
            {name}
          </th>
        ))}
      </tr>
    </thead>
    <tbody {...tableRoles.group}>
      {grants.map((grant) => (
        <GrantRow key={`${grant.grantId} ${grant.version}`} listed={grant} subject={subject} />
      ))}
    </tbody>
  </table>
);

const columns = ['Topic filter', 'Subject', 'Effect', 'Ends', 'State'] as const;

const GrantRow = ({ listed, subject }: { readonly listed: Grant; readonly subject: string | undefined }) => {
  const grant = useFollowedGrant(listed);
  return (
    <tr {...tableRoles.row}>
      <th {...tableRoles.rowHeader}>
        <a class="mono" href={addressOf.grant(grant.grantId)}>
          {grant.topicFilter}
        </a>
        <GrantNotes notes={grant.notes} />
        <span class="hint">
          {grant.reason && `${grant.reason} · `}
          <Time at={grant.createdAt} /> by <CreatedBy userId={grant.createdBy} />
        </span>
      </th>
      {subject === undefined && (
        <td {...tableRoles.cell} data-label="Subject">
          <SubjectLink subject={grant.subject} />
        </td>
      )}
      <td {...tableRoles.cell} data-label="Effect">
        <Effect effect={grant.effect} /> {grant.actions.join(', ')}
      </td>
      <td {...tableRoles.cell} data-label="Ends">
        <Ends expiresAt={grant.expiresAt} />
      </td>
      <td {...tableRoles.cell} data-label="State">
        <GrantState status={grant.status} />
      </td>
    </tr>
  );
};

/** `system` made the grants that are there from the start. A user ID is long: its beginning tells administrators apart. */
const CreatedBy = ({ userId }: { readonly userId: string }) =>
  userId === 'system' ? (
    <>the service</>
  ) : (
    <a href={addressOf.user(userId)} title={userId}>
      {userId.length > 12 ? `${userId.slice(0, 8)}…` : userId}
    </a>
  );
