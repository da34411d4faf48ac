import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { toInstant, toLocalTime } from '../../shared/local-time.ts';
import { type AuditFilter, addressOf } from '../addresses.ts';

/** What is asked for goes into the address; times there are UTC, here they are local. */
export const AuditFilterForm = ({ filter }: { readonly filter: AuditFilter }) => {
  const { route } = useLocation();
  const [subject, setSubject] = useState(filter.subject ?? '');
  const [actor, setActor] = useState(filter.actor ?? '');
  const [since, setSince] = useState(toLocalTime(filter.since));
  const [until, setUntil] = useState(toLocalTime(filter.until));

  const submit = (event: Event) => {
    event.preventDefault();
    route(
      addressOf.audit({
        subject: subject.trim(),
        actor: actor.trim(),
        since: toInstant(since),
        until: toInstant(until),
      }),
    );
  };

  return (
    <search>
      <form class="card row" onSubmit={submit}>
        <label>
          About
          <input
            value={subject}
            placeholder="user/…, group/… or everyone"
            spellcheck={false}
            onInput={({ currentTarget }) => setSubject(currentTarget.value)}
          />
        </label>
        <label>
          By
          <input
            value={actor}
            placeholder="a user ID, or system"
            spellcheck={false}
            onInput={({ currentTarget }) => setActor(currentTarget.value)}
          />
        </label>
        <label>
          Since
          <input
            type="datetime-local"
            step="any"
            value={since}
            onInput={({ currentTarget }) => setSince(currentTarget.value)}
          />
        </label>
        <label>
          Until
          <input
            type="datetime-local"
            step="any"
            value={until}
            onInput={({ currentTarget }) => setUntil(currentTarget.value)}
          />
        </label>
        <button type="submit" class="primary">
          Filter
        </button>
        {Object.values(filter).some(Boolean) && (
          <a class="button" href={addressOf.audit()}>
            Show all
          </a>
        )}
      </form>
    </search>
  );
};
