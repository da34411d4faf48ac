// Why something was refused: the reason, what is allowed instead, and whether waiting would help.
import { AttacheError } from 'iot-attache/client';
import { Failure } from '../shared/failure.tsx';
import { EffectiveBy } from '../shared/time.tsx';
import { reasonText } from './reasons.ts';

export const WhyNot = ({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) => {
  const { reason, nearMisses = [], effectiveBy } = error instanceof AttacheError ? error.details : {};
  return (
    <Failure error={error} {...(retry && { retry })}>
      {reason !== undefined && <p>{reasonText(reason)}</p>}
      <NearMisses of={nearMisses} />
      <Spreading until={effectiveBy} />
    </Failure>
  );
};

export const NearMisses = ({ of: misses }: { readonly of: readonly string[] }) =>
  misses.length > 0 && (
    <>
      <p>What comes near:</p>
      <ul>
        {misses.map((miss) => (
          <li key={miss}>{miss}</li>
        ))}
      </ul>
    </>
  );

/** A change of what is granted takes AWS minutes, grants and revocations alike. */
export const Spreading = ({ until }: { readonly until: string | undefined }) =>
  until !== undefined && (
    <p>
      <EffectiveBy at={until} />
    </p>
  );
