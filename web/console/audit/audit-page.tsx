// Who changed what, when and why, newest first.
import { useLocation } from 'preact-iso';
import { answerOf } from '../../shared/api.ts';
import { Pages } from '../../shared/pages.tsx';
import { usePaged } from '../../shared/use-paged.ts';
import { Page } from '../page.tsx';
import { useService } from '../service.ts';
import { AuditEventCard } from './audit-event-card.tsx';
import { AuditFilterForm } from './audit-filter-form.tsx';
import './audit.css';

export const AuditPage = () => {
  const { api } = useService();
  const { query } = useLocation();
  const filter = {
    subject: query['subject'] || undefined,
    actor: query['actor'] || undefined,
    since: query['since'] || undefined,
    until: query['until'] || undefined,
  };
  const key = JSON.stringify(filter);
  const events = usePaged(
    (cursor, signal) =>
      answerOf(api.GET('/audit-events', { params: { query: { ...filter, cursor } }, signal })),
    [key],
  );

  return (
    <Page title="Audit trail">
      <AuditFilterForm key={key} filter={filter} />
      {events.items.length > 0 && (
        <div class="card events">
          {events.items.map((event) => (
            <AuditEventCard key={event.auditId} event={event} />
          ))}
        </div>
      )}
      <Pages of={events}>
        {Object.values(filter).some(Boolean)
          ? 'No event that is still kept matches.'
          : 'Nothing has been changed yet.'}
      </Pages>
    </Page>
  );
};
