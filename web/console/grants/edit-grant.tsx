import { useEffect, useRef, useState } from 'preact/hooks';
import type { Grant } from '../../shared/api-paths.ts';
import { useService } from '../service.ts';
import { draftOf } from './grant-draft.ts';
import { GrantForm } from './grant-form.tsx';
import { previewReplacement, replaceGrant } from './grant-requests.ts';

export const EditGrant = ({
  grant,
  onDone,
  onCancel,
}: {
  readonly grant: Grant;
  readonly onDone: (changed: Grant, seen: Grant) => void;
  readonly onCancel: () => void;
}) => {
  const { api } = useService();
  // What is typed is about this version, whatever the page around learns meanwhile.
  const [seen, setSeen] = useState(grant);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <>
      <h2 ref={heading} tabIndex={-1}>
        Edit
      </h2>
      <GrantForm
        initial={draftOf(grant)}
        action="Save"
        seen={seen}
        preview={(input, signal) => previewReplacement(api, seen, input, signal)}
        send={(input) => replaceGrant(api, seen, input)}
        onDone={(changed) => onDone(changed, seen)}
        onStale={setSeen}
      >
        <button type="button" onClick={onCancel}>
          Cancel
        </button>
      </GrantForm>
    </>
  );
};
