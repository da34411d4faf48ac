// Ask before doing: the decision, and what it goes by.
import type { Attache, Explanation } from 'iot-attache/client';
import { useState } from 'preact/hooks';
import { EffectiveBy } from '../shared/time.tsx';
import { useTask } from '../shared/use-task.ts';
import { reasonText } from './reasons.ts';
import { demoTopic } from './use-talk.ts';
import { NearMisses, WhyNot } from './why-not.tsx';

const actions = ['publish', 'subscribe', 'receive', 'retain', 'connect'] as const;
type Action = (typeof actions)[number];
const subjects: Readonly<Record<Action, string>> = {
  publish: 'to topic',
  subscribe: 'to topic filter',
  receive: 'from topic',
  retain: 'on topic',
  connect: 'as client ID',
};

export const MayI = ({ attache, clientId }: { readonly attache: Attache; readonly clientId: string }) => {
  const [action, setAction] = useState<Action>('publish');
  const [topic, setTopic] = useState(demoTopic);
  const { run, isRunning, value, error } = useTask(async () => ({
    question: `${action} ${topic}`,
    answer: await attache.explain(action, topic),
  }));
  const choose = (name: string) => {
    const chosen = actions.find((one) => one === name) ?? 'publish';
    if ((chosen === 'connect') !== (action === 'connect')) {
      setTopic(chosen === 'connect' ? clientId : demoTopic);
    }
    setAction(chosen);
  };
  return (
    <section class="card" aria-labelledby="may-i">
      <h2 id="may-i">May I?</h2>
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault();
          run();
        }}
      >
        <label>
          May I
          <select value={action} onChange={({ currentTarget }) => choose(currentTarget.value)}>
            {actions.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label>
          {subjects[action]}
          <input
            class="mono"
            required
            spellcheck={false}
            autocapitalize="off"
            value={topic}
            onInput={({ currentTarget }) => setTopic(currentTarget.value)}
          />
        </label>
        <button type="submit" aria-busy={isRunning}>
          {isRunning ? 'Asking …' : 'Ask'}
        </button>
      </form>
      <div role="status" class="outcome">
        {value && <Answer question={value.question} answer={value.answer} />}
      </div>
      {error !== undefined && <WhyNot error={error} />}
    </section>
  );
};

const Answer = ({
  question,
  answer: { decision, reason, nearMisses, deliverable = [], effectiveBy },
}: {
  readonly question: string;
  readonly answer: Explanation;
}) => (
  <>
    <p>
      <span class={`badge ${decision ? 'good' : 'bad'}`}>{decision ? 'Yes' : 'No'}</span>{' '}
      <code>{question}</code> <EffectiveBy at={effectiveBy} />
    </p>
    <p>{reasonText(reason)}</p>
    <NearMisses of={nearMisses} />
    {deliverable.length > 0 && (
      <p>
        Delivered would be{' '}
        {deliverable.map((filter) => (
          <>
            <code key={filter}>{filter}</code>{' '}
          </>
        ))}
      </p>
    )}
  </>
);
