import type { Grant } from '../../shared/api-paths.ts';
import { tableRoles } from '../../shared/table-roles.ts';
import { Time } from '../../shared/time.tsx';
import { addressOf } from '../addresses.ts';
import { useFollowedGrant } from '../subjects/use-followed-grant.ts';
import { Effect, Ends, GrantState } from './grant-badges.tsx';
import { GrantNotes } from './grant-notes.tsx';

export const GrantsTable = ({ grants }: { readonly grants: readonly Grant[] }) => (
  <table class="cards grants" {...tableRoles.table}>
    <caption class="visually-hidden">Grants</caption>
    <thead {...tableRoles.group}>
      <tr {...tableRoles.row}>
        {columns.map((name) => (
          <th key={name} {...tableRoles.columnHeader}>
            {name}
          </th>
        ))}
      </tr>
    </thead>
    <tbody {...tableRoles.group}>
      {grants.map((grant) => (
        <GrantRow key={`${grant.grantId} ${grant.version}`} listed={grant} />
      ))}
    </tbody>
  </table>
);

const columns = [
  'Topic filter',
  'Subject',
  'Effect',
  'Actions',
  'Ends',
  'State',
  'Why, and by whom',
] as const;

const GrantRow = ({ listed }: { readonly listed: Grant }) => {
  const grant = useFollowedGrant(listed);
  return (
    <tr {...tableRoles.row}>
      <th {...tableRoles.rowHeader}>
        <a href={addressOf.grant(grant.grantId)} class="mono">
          {grant.topicFilter}
        </a>
        <GrantNotes notes={grant.notes} />
      </th>
      <td {...tableRoles.cell} data-label="Subject">
        <a href={addressOf.subject(grant.subject)}>{grant.subject}</a>
      </td>
      <td {...tableRoles.cell} data-label="Effect">
        <Effect effect={grant.effect} />
      </td>
      <td {...tableRoles.cell} data-label="Actions">
        {grant.actions.join(', ')}
      </td>
      <td {...tableRoles.cell} data-label="Ends">
        <Ends expiresAt={grant.expiresAt} />
      </td>
      <td {...tableRoles.cell} data-label="State">
        <GrantState status={grant.status} />
      </td>
      <td {...tableRoles.cell} data-label="Why, and by whom">
        {grant.reason && <div>{grant.reason}</div>}
        <small class="quiet">
          <Time at={grant.createdAt} /> by <CreatedBy userId={grant.createdBy} />
        </small>
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
