// The messages of all subscriptions, newest first.
import { exactTime } from '../shared/time.tsx';
import { mostMessages, type Received } from './message-list.ts';
import { payloadText } from './payload-text.ts';
import type { Messages } from './use-messages.ts';

export const MessagesCard = ({ messages: { received, count, clear } }: { readonly messages: Messages }) => (
  <section class="card" aria-labelledby="messages">
    <div class="row between">
      <h2 id="messages">Messages</h2>
      <span class="quiet">
        {count === 0 ? 'none yet' : `${count} received`}
        {count > mostMessages && `, the last ${mostMessages} are kept`}
      </span>
      <button type="button" onClick={clear} disabled={received.length === 0}>
        Clear
      </button>
    </div>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must take the focus (WCAG 2.1.1). */}
    <div class="messages" role="log" aria-label="Messages, newest first" tabIndex={0}>
      <ul class="rows">
        {received.map((one) => (
          <Row key={one.number} of={one} />
        ))}
      </ul>
    </div>
  </section>
);

const clock = new Intl.DateTimeFormat('en', { timeStyle: 'medium', hourCycle: 'h23' });

const Row = ({ of: { topic, payload, retained, at } }: { readonly of: Received }) => {
  const { kind, text, isCut } = payloadText(payload);
  return (
    <li>
      <div class="row between">
        <code>{topic}</code>
        {retained && <span class="badge">retained</span>}
        <span class="quiet">
          {kind}, {payload.length === 1 ? '1 byte' : `${payload.length} bytes`}
        </span>
        <time dateTime={at} title={exactTime(at)} class="quiet">
          {clock.format(Date.parse(at))}
        </time>
      </div>
      {kind !== 'empty' && (
        <pre>
          {text}
          {isCut && ' …'}
        </pre>
      )}
    </li>
  );
};
