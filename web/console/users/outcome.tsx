import { useEffect, useRef, useState } from 'preact/hooks';
import { EffectiveBy } from '../../shared/time.tsx';

/** What has been decided here, and how far it is; it gets the focus, since what was pressed may be gone. */
export const Outcome = ({
  said,
  isPending,
  effectiveBy,
}: {
  /** Another one each time, though it may say the same. */
  readonly said: { readonly text: string } | undefined;
  readonly isPending: boolean;
  readonly effectiveBy: string | undefined;
}) => {
  const place = useRef<HTMLDivElement>(null);
  const [wasPending, setWasPending] = useState(false);
  useEffect(() => {
    if (said !== undefined) place.current?.focus();
  }, [said]);
  useEffect(() => {
    if (isPending) setWasPending(true);
  }, [isPending]);
  return (
    <div ref={place} role="status" tabIndex={-1} class={said || wasPending ? 'notice' : undefined}>
      {said && <p>{said.text}</p>}
      {isPending && (
        <p>
          What is attached is still being changed; this page follows it.{' '}
          <progress aria-label="Being applied" />
        </p>
      )}
      {wasPending && !isPending && <p>What is attached is as it is wanted now.</p>}
      {(said || wasPending) && <EffectiveBy at={effectiveBy} />}
    </div>
  );
};
