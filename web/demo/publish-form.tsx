// Publish a message, or see why one may not.
import type { Attache } from 'iot-attache/client';
import { useState } from 'preact/hooks';
import { useTask } from '../shared/use-task.ts';
import { demoTopic } from './use-talk.ts';
import { WhyNot } from './why-not.tsx';

export const PublishForm = ({
  attache,
  isConnected,
}: {
  readonly attache: Attache;
  readonly isConnected: boolean;
}) => {
  const [topic, setTopic] = useState(demoTopic);
  const [payload, setPayload] = useState('{"temperature": 21.5}');
  const [qos, setQos] = useState<0 | 1>(1);
  const [retain, setRetain] = useState(false);
  const { run, isRunning, value, error } = useTask(async () => {
    const since = performance.now();
    await attache.publish(topic, payload, { qos, retain });
    const milliseconds = Math.round(performance.now() - since);
    return qos === 1
      ? `Published to ${topic}: the broker took it within ${milliseconds} ms.`
      : `Sent to ${topic}: with QoS 0 nobody tells whether it arrived.`;
  });

  return (
    <section class="card" aria-labelledby="publish">
      <h2 id="publish">Publish</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          run();
        }}
      >
        <label>
          Topic
          <input
            class="mono"
            required
            spellcheck={false}
            autocapitalize="off"
            value={topic}
            onInput={({ currentTarget }) => setTopic(currentTarget.value)}
          />
        </label>
        <label>
          Payload
          <textarea
            class="mono"
            rows={3}
            spellcheck={false}
            value={payload}
            onInput={({ currentTarget }) => setPayload(currentTarget.value)}
          />
        </label>
        <div class="row options">
          <label>
            Quality of service
            <select
              value={String(qos)}
              onChange={({ currentTarget }) => setQos(currentTarget.value === '0' ? 0 : 1)}
            >
              <option value="0">0, at most once</option>
              <option value="1">1, at least once</option>
            </select>
          </label>
          <label class="check">
            <input
              type="checkbox"
              checked={retain}
              onChange={({ currentTarget }) => setRetain(currentTarget.checked)}
            />
            Retain
          </label>
        </div>
        <button type="submit" class="primary" aria-busy={isRunning}>
          {isRunning ? 'Publishing …' : 'Publish'}
        </button>
      </form>
      <p role="status" class="outcome">
        {isRunning && !isConnected ? 'It is sent as soon as there is a connection.' : value}
      </p>
      {error !== undefined && <WhyNot error={error} />}
    </section>
  );
};
