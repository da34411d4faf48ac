// Grants as the pages about topics and subjects show them: what each allows or denies, to whom, until when.
import type { Grant } from '../../shared/api-paths.ts';
import { EffectiveBy, Time } from '../../shared/time.tsx';
import { addressOf } from '../addresses.ts';
import { GrantNotes } from './grant-notes.tsx';
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
  <table class="cards grants">
    <caption class="visually-hidden">{caption}</caption>
    <thead>
      <tr>
        <th scope="col">Topic filter</th>
        {subject === undefined && <th scope="col">Subject</th>}
        <th scope="col">Effect</th>
        <th scope="col">Ends</th>
        <th scope="col">State</th>
      </tr>
    </thead>
    <tbody>
      {grants.map((grant) => (
        <GrantRow key={`${grant.grantId} ${grant.version}`} listed={grant} subject={subject} />
      ))}
    </tbody>
  </table>
);

const GrantRow = ({ listed, subject }: { readonly listed: Grant; readonly subject: string | undefined }) => {
  const grant = useFollowedGrant(listed);
  return (
    <tr>
      <td data-label="Topic filter">
        <a class="mono" href={addressOf.grant(grant.grantId)}>
          {grant.topicFilter}
        </a>
        <GrantNotes of={grant} />
        {grant.reason && <span class="hint">{grant.reason}</span>}
      </td>
      {subject === undefined && (
        <td data-label="Subject">
          <SubjectLink subject={grant.subject} />
        </td>
      )}
      <td data-label="Effect">
        <span class={grant.effect === 'deny' ? 'badge bad' : 'badge good'}>{grant.effect}</span>{' '}
        {grant.actions.join(', ')}
      </td>
      <td data-label="Ends">{grant.expiresAt ? <Time at={grant.expiresAt} /> : 'never'}</td>
      <td data-label="State">
        <GrantState of={grant} />
      </td>
    </tr>
  );
};

const GrantState = ({ of: { status } }: { readonly of: Grant }) => {
  switch (status.state) {
    case 'applied':
      return (
        <>
          applied <EffectiveBy at={status.effectiveBy} />
        </>
      );
    case 'pending':
      return <span class="badge pending">being applied …</span>;
    case 'expired':
      return <span class="badge">ended</span>;
  }
};
