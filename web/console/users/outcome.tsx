import { useEffect, useRef } from 'preact/hooks';
import { EffectiveBy } from '../../shared/time.tsx';

/** What has been decided here, and how far it is; it gets the focus, since what was pressed may be gone. */
export const Outcome = ({
  said,
  isPending,
  effectiveBy,
}: {
  readonly said: string | undefined;
  readonly isPending: boolean;
  readonly effectiveBy: string | undefined;
}) => {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (said !== undefined) place.current?.focus();
  }, [said]);
  return (
    <div ref={place} role="status" tabIndex={-1} class={said || isPending ? 'notice' : undefined}>
      {said && <p>{said}</p>}
      {isPending && (
        <p>
          What is attached is still being changed; this page follows it.{' '}
          <progress aria-label="Being applied" />
        </p>
      )}
      {said && <EffectiveBy at={effectiveBy} />}
    </div>
  );
};
