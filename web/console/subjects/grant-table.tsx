// Grants as the pages about topics and subjects show them: what each allows or denies, to whom, until when.
import type { Grant } from '../../shared/api-paths.ts';
import { tableRoles } from '../../shared/table-roles.ts';
import { addressOf } from '../addresses.ts';
import { Effect, Ends, GrantState } from '../grants/grant-badges.tsx';
import { GrantNotes } from '../grants/grant-notes.tsx';
import '../grants/grants.css';
import { SubjectLink } from './subject-link.tsx';
import './subjects.css';
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
        {grant.reason && <span class="hint">{grant.reason}</span>}
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
