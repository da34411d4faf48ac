import { useId } from 'preact/hooks';
import type { AuditEvent } from '../../shared/api-paths.ts';
import { exactTime, Time } from '../../shared/time.tsx';
import { addressOf } from '../addresses.ts';
import { useService } from '../service.ts';
import { SubjectLink } from '../subjects/subject-link.tsx';
import { DifferenceList } from './difference-list.tsx';
import { eventDifference } from './event-difference.ts';
import { eventInWords } from './event-words.ts';

export const AuditEventCard = ({ event }: { readonly event: AuditEvent }) => {
  const id = useId();
  const { at, actor, subjects, reason, requestId } = event;
  return (
    <article class="event" aria-labelledby={id}>
      <h2 id={id}>{eventInWords(event)}</h2>
      <p class="quiet">
        {exactTime(at)} (<Time at={at} />) by <Actor actor={actor} />, about{' '}
        {subjects.map((subject, index) => (
          <span key={subject}>
            {index > 0 && ', '}
            <SubjectLink subject={subject} />
          </span>
        ))}
      </p>
      {reason !== undefined && (
        <p>
          <strong>Reason:</strong> {reason}
        </p>
      )}
      <DifferenceList {...eventDifference(event)} reason={reason} />
      <details>
        <summary>
          Request <span class="mono">{requestId}</span>, as it is stored
        </summary>
        <pre>
          <code>{JSON.stringify(event, null, 2)}</code>
        </pre>
      </details>
    </article>
  );
};

const Actor = ({ actor }: { readonly actor: string }) => {
  const { account } = useService();
  if (actor === 'system') return <>the service itself</>;
  return (
    <>
      <a href={addressOf.user(actor)}>{actor}</a>
      {actor === account.userId && ' (you)'}
    </>
  );
};
