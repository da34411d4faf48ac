// Why something was refused: the reason, what is allowed instead, and whether waiting would help.
import { AttacheError } from 'iot-attache/client';
import { Failure } from '../shared/failure.tsx';
import { RequestFailed } from '../shared/request-failed.ts';
import { EffectiveBy } from '../shared/time.tsx';
import { reasonText } from './reasons.ts';

export const WhyNot = ({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) => {
  if (!(error instanceof AttacheError) || error.details.reason === undefined) {
    return <Failure error={problemOf(error)} {...(retry && { retry })} />;
  }
  const { reason, nearMisses = [], effectiveBy } = error.details;
  return (
    <div class="notice failure" role="alert">
      <p>
        <strong>{headline(error.message, reason)}</strong> {reasonText(reason)}
      </p>
      <NearMisses of={nearMisses} />
      <Spreading until={effectiveBy} />
      <p class="quiet">
        <code>{error.code}</code> · <code>{reason}</code>
      </p>
      {retry && (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
};

/** What the service answered to the library, where that is what failed. */
const problemOf = (error: unknown): unknown => {
  const { status = 0, problem } = error instanceof AttacheError ? error.details : {};
  return problem && 'code' in problem ? RequestFailed.withAnswer(status, problem) : error;
};

/** The library's sentence without what is said below it in more words. */
const headline = (message: string, reason: string): string => {
  const [sentence = message] = message.split(` (${reason}).`);
  return sentence.endsWith('.') ? sentence : `${sentence}.`;
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
const Spreading = ({ until }: { readonly until: string | undefined }) =>
  until !== undefined &&
  Date.parse(until) > Date.now() && (
    <p>
      What you may do has changed lately: <EffectiveBy at={until} />
    </p>
  );
