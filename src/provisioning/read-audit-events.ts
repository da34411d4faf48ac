// GET /audit-events: who changed what, newest first.
import type { AuditEvent } from '../domain/audit-event.ts';
import { formatSubject, type Subject } from '../domain/subject.ts';
import type { AuditStore, Page, PageRequest } from './ports.ts';

export type ReadAuditEvents = (
  query: PageRequest & {
    readonly subject?: Subject | undefined;
    readonly actor?: string | undefined;
    /** Epoch milliseconds, both inclusive. */
    readonly since?: number | undefined;
    readonly until?: number | undefined;
  },
) => Promise<Page<AuditEvent>>;

/** By subject and actor at once: the subject's, of which the actor's are picked; such a page may be short. */
export const readAuditEvents =
  (store: AuditStore): ReadAuditEvents =>
  async ({ subject, actor, ...query }) => {
    if (subject === undefined) {
      return store.listAuditEvents({ ...query, of: actor === undefined ? 'all' : { actor } });
    }
    const page = await store.listAuditEvents({ ...query, of: { subject: formatSubject(subject) } });
    return actor === undefined
      ? page
      : { ...page, items: page.items.filter((event) => event.actor === actor) };
  };
