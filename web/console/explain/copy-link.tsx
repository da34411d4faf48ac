import { useTask } from '../../shared/use-task.ts';

/** @param address of this origin. */
export const CopyLink = ({ address }: { readonly address: string }) => {
  const link = new URL(address, location.origin).href;
  const { run, isRunning, value, error } = useTask(async () => {
    await navigator.clipboard.writeText(link);
    return link;
  });
  return (
    <p class="row">
      <button type="button" onClick={run} aria-busy={isRunning}>
        Copy link
      </button>
      <span role="status">
        {value === link && 'Copied.'}
        {error !== undefined && (
          <>
            The browser does not let this page copy: <code>{link}</code>
          </>
        )}
      </span>
    </p>
  );
};
