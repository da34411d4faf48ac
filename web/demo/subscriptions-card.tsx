// Subscribe to filters; what is listened to, and what was lost.
import type { Attache } from 'iot-attache/client';
import { useState } from 'preact/hooks';
import { useTask } from '../shared/use-task.ts';
import type { Listening, Subscriptions } from './use-subscriptions.ts';
import { WhyNot } from './why-not.tsx';

export const SubscriptionsCard = ({
  attache,
  isConnected,
  subscriptions: { list, subscribe, unsubscribe },
}: {
  readonly attache: Attache;
  readonly isConnected: boolean;
  readonly subscriptions: Subscriptions;
}) => {
  const [filter, setFilter] = useState('');
  const { run, isRunning, error } = useTask(async () => {
    await subscribe(attache, filter);
    setFilter('');
  });
  return (
    <section class="card" aria-labelledby="subscriptions">
      <h2 id="subscriptions">Subscriptions</h2>
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault();
          run();
        }}
      >
        <label>
          Topic filter
          <input
            class="mono"
            required
            spellcheck={false}
            autocapitalize="off"
            value={filter}
            onInput={({ currentTarget }) => setFilter(currentTarget.value)}
          />
        </label>
        <button type="submit" aria-busy={isRunning}>
          {isRunning ? 'Subscribing …' : 'Subscribe'}
        </button>
      </form>
      {error !== undefined && <WhyNot error={error} />}
      <ul class="rows" aria-label="Subscribed to">
        {list.map((one) => (
          <Row key={one.filter} of={one} isConnected={isConnected} end={() => unsubscribe(one.filter)} />
        ))}
      </ul>
      {list.length === 0 && <p class="quiet">None.</p>}
    </section>
  );
};

const stateOf = (state: Listening['state'], isConnected: boolean) => {
  if (state === 'lost') return { kind: 'bad', text: 'not subscribed' };
  if (!isConnected) return { kind: 'pending', text: 'when connected' };
  return state === 'active' ? { kind: 'good', text: 'active' } : { kind: 'pending', text: 'subscribing …' };
};

const Row = ({
  of: { filter, state, error },
  isConnected,
  end,
}: {
  readonly of: Listening;
  readonly isConnected: boolean;
  readonly end: () => Promise<void>;
}) => {
  const { run, error: failure } = useTask(end);
  const { kind, text } = stateOf(state, isConnected);
  return (
    <li>
      <div class="row between">
        <code>{filter}</code>
        <span class={`badge ${kind}`}>{text}</span>
        <button type="button" onClick={() => run()}>
          {state === 'lost' ? 'Dismiss' : 'Unsubscribe'}
          <span class="visually-hidden"> {filter}</span>
        </button>
      </div>
      {(error ?? failure) !== undefined && <WhyNot error={error ?? failure} />}
    </li>
  );
};
