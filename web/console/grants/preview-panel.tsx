// What a change would make of the subject's policies: sizes, documents line by line, notes.
import type { GrantPreview } from '../../shared/api-paths.ts';
import { type DocumentChange, documentChanges, documentLimit } from './document-changes.ts';
import { GrantNotes } from './grant-notes.tsx';

const count = new Intl.NumberFormat('en');

export const PreviewOfPolicies = ({ preview }: { readonly preview: GrantPreview }) => {
  const changes = documentChanges(preview);
  return (
    <>
      <GrantNotes notes={preview.notes} />
      {changes.map((change) => (
        <DocumentPreview key={change.name} change={change} />
      ))}
      {changes.length === 0 && <p>Nothing changes.</p>}
    </>
  );
};

/** In one sentence, for those who hear the page. */
export const previewInWords = (preview: GrantPreview): string => {
  const changes = documentChanges(preview);
  const changed = changes.filter(({ isChanged }) => isChanged);
  if (changes.length === 0) return 'Nothing changes.';
  if (changed.length === 0) return 'It fits; the policies already say this.';
  const sizes = changed.map(
    ({ sizeAfter = 0 }) => `${count.format(sizeAfter)} of ${count.format(documentLimit)} bytes`,
  );
  return `It fits: ${sizes.join(', ')}.`;
};

const DocumentPreview = ({
  change: { name, sizeBefore, sizeAfter, lines, isChanged },
}: {
  readonly change: DocumentChange;
}) => (
  <section class="document">
    <h3 class="mono">{name}</h3>
    {sizeAfter === undefined ? (
      <p>This policy goes.</p>
    ) : (
      <label class="size">
        {count.format(sizeAfter)} of {count.format(documentLimit)} bytes
        {sizeBefore === undefined
          ? ', new'
          : sizeBefore !== sizeAfter && `, ${count.format(sizeBefore)} before`}
        <meter min={0} max={documentLimit} high={documentLimit * 0.9} value={sizeAfter} />
      </label>
    )}
    <details open={isChanged}>
      <summary>{isChanged ? 'What changes' : 'Unchanged'}</summary>
      <pre class="changes">
        {lines.map((line) => (
          <Line key={line.number} {...line} />
        ))}
      </pre>
    </details>
  </section>
);

const Line = ({ kind, text }: DocumentChange['lines'][number]) => {
  if (kind === 'added') {
    return (
      <ins>
        <span aria-hidden="true">+ </span>
        <span class="visually-hidden">added: </span>
        {text}
      </ins>
    );
  }
  if (kind === 'removed') {
    return (
      <del>
        <span aria-hidden="true">− </span>
        <span class="visually-hidden">removed: </span>
        {text}
      </del>
    );
  }
  return <span>{`  ${text}`}</span>;
};
