// What the connection is doing: made, lost, waited for until when, given up.
import type { Status } from 'iot-attache/client';
import { EffectiveBy, exactTime } from '../shared/time.tsx';
import { useNow } from '../shared/use-now.ts';
import { type ConnectionEvent, failureText } from './connection-history.ts';

export const ConnectionState = ({
  status,
  history,
}: {
  readonly status: Status | undefined;
  readonly history: readonly ConnectionEvent[];
}) => (
  <>
    <p>
      <span role="status">{status && words[status.state]}</span>{' '}
      {status?.state === 'waiting' && <NextAttempt at={status.retryAt} />}
    </p>
    {status?.state === 'waiting' && (
      <p>
        {failureText(status.error)}{' '}
        {status.effectiveBy !== undefined && (
          <>
            AWS takes minutes to know a new device, or a change: <EffectiveBy at={status.effectiveBy} />
          </>
        )}
      </p>
    )}
    {history.length > 1 && (
      <details>
        <summary>What happened to it</summary>
        <ol class="plain">
          {history.map(({ at, text }) => (
            <li key={`${at} ${text}`}>
              <time dateTime={at} class="quiet">
                {exactTime(at)}
              </time>{' '}
              {text}
            </li>
          ))}
        </ol>
      </details>
    )}
  </>
);

const words: Readonly<Record<Status['state'], string>> = {
  connecting: 'Connecting by MQTT over WebSocket …',
  connected: 'Connected by MQTT over WebSocket.',
  waiting: 'Not connected.',
  closed: 'Closed.',
};

/** Outside of what is announced: nobody wants to hear each second. */
const NextAttempt = ({ at }: { readonly at: number }) => {
  const seconds = Math.max(0, Math.ceil((at - useNow(1)) / 1000));
  return <span>Next attempt in {seconds} s.</span>;
};
