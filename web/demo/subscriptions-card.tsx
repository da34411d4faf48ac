// Subscribe to filters; what is listened to, and what was lost.
import type { Attache } from 'iot-attache/client';
import { useState } from 'preact/hooks';
import { useTask } from '../shared/use-task.ts';
import type { Listening, Subscriptions } from './use-subscriptions.ts';
import { WhyNot } from './why-not.tsx';

export const SubscriptionsCard = ({
  attache,
  subscriptions: { list, subscribe, unsubscribe },
}: {
  readonly attache: Attache;
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
        <button type="submit" disabled={isRunning}>
          {isRunning ? 'Subscribing …' : 'Subscribe'}
        </button>
      </form>
      {error !== undefined && <WhyNot error={error} />}
      <ul class="rows" aria-label="Subscribed to">
        {list.map((one) => (
          <Row key={one.filter} of={one} end={() => unsubscribe(one.filter)} />
        ))}
      </ul>
      {list.length === 0 && <p class="quiet">To nothing.</p>}
    </section>
  );
};

const badges = { asked: 'pending', active: 'good', lost: 'bad' } as const;
const words = { asked: 'subscribing …', active: 'active', lost: 'not subscribed' } as const;

const Row = ({
  of: { filter, state, error },
  end,
}: {
  readonly of: Listening;
  readonly end: () => Promise<void>;
}) => {
  const { run, error: failure } = useTask(end);
  return (
    <li>
      <div class="row between">
        <code>{filter}</code>
        <span class={`badge ${badges[state]}`}>{words[state]}</span>
        <button type="button" onClick={() => run()}>
          {state === 'lost' ? 'Dismiss' : 'Unsubscribe'}
          <span class="visually-hidden"> {filter}</span>
        </button>
      </div>
      {(error ?? failure) !== undefined && <WhyNot error={error ?? failure} />}
    </li>
  );
};
