import type { UserPage } from '../../shared/api-paths.ts';
import { SubjectLink } from '../subjects/subject-link.tsx';
import { attachmentInWords, attachmentRows } from './attachment-rows.ts';

export const UserAttachments = ({
  user: { attachments, capacity, identityId },
}: {
  readonly user: UserPage;
}) => {
  const rows = attachmentRows(attachments);
  return (
    <section class="card" aria-labelledby="attachments">
      <h2 id="attachments">Attached policies</h2>
      <p>
        {capacity.used} of {capacity.limit} places taken
        <meter
          aria-label="Places taken"
          min={0}
          max={capacity.limit}
          high={capacity.limit - 1}
          optimum={0}
          value={capacity.used}
        />
      </p>
      {rows.length === 0 ? (
        <p>{identityId === null ? 'None before the first registration.' : 'None.'}</p>
      ) : (
        <ul class="policies">
          {rows.map(({ policy, state }) => (
            <li key={policy}>
              <span class="mono">{policy}</span>{' '}
              <span class={state === 'attached' || state === 'unknown' ? 'quiet' : 'badge pending'}>
                {attachmentInWords[state]}
              </span>
            </li>
          ))}
        </ul>
      )}
      <Withheld subjects={attachments.withheld} />
    </section>
  );
};

const Withheld = ({ subjects }: { readonly subjects: readonly string[] }) =>
  subjects.length === 0 ? null : (
    <div class="notice warning">
      <p>
        <strong>Withheld.</strong> The policies of these subjects find no place among the ten that AWS
        attaches to an identity, so their grants do not hold for this user:
      </p>
      <ul>
        {subjects.map((subject) => (
          <li key={subject}>
            <SubjectLink subject={subject} />
          </li>
        ))}
      </ul>
    </div>
  );
