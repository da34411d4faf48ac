// Which topic and which action; what is asked stands in the address, to be shared and reloaded.

import { useId, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { useChanged } from '../../shared/use-changed.ts';
import { addressOf } from '../addresses.ts';
import { type Faults, FieldNote, noted } from '../grants/field-note.tsx';
import { parseTopicAction, type TopicAction, topicActions } from './topic-action.ts';

export const TopicForm = ({
  asked,
  faults,
}: {
  readonly asked: { readonly topic: string; readonly action: TopicAction };
  /** What the service says of the topic that was asked about. */
  readonly faults: Faults;
}) => {
  const { route } = useLocation();
  const [topic, setTopic] = useState(asked.topic);
  const [action, setAction] = useState(asked.action);
  useChanged([asked.topic, asked.action], () => {
    setTopic(asked.topic);
    setAction(asked.action);
  });
  const noteId = useId();
  const current = topic === asked.topic ? faults : undefined;

  return (
    <form
      class="card row"
      onSubmit={(event) => {
        event.preventDefault();
        route(addressOf.topic(topic, action));
      }}
    >
      <label>
        Action
        <select
          value={action}
          onChange={({ currentTarget }) => setAction(parseTopicAction(currentTarget.value))}
        >
          {topicActions.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      </label>
      <label class="wide">
        Topic
        <input
          required
          value={topic}
          spellcheck={false}
          autocapitalize="none"
          onInput={({ currentTarget }) => setTopic(currentTarget.value)}
          {...noted(noteId, current)}
        />
      </label>
      <button type="submit" class="primary">
        Show who can
      </button>
      <div class="whole" role="alert">
        <FieldNote id={noteId} faults={current} />
      </div>
    </form>
  );
};
