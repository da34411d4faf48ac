import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { type Faults, FieldNote, noted } from './field-note.tsx';
import type { GrantDraft } from './grant-draft.ts';
import { insertLevel } from './insert-level.ts';

export const TopicFilterField = ({
  draft: { topicFilter, kind, effect },
  faults,
  onInput,
}: {
  readonly draft: GrantDraft;
  readonly faults: Faults;
  readonly onInput: (topicFilter: string) => void;
}) => {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const caret = useRef<number | undefined>(undefined);
  useLayoutEffect(() => {
    if (caret.current === undefined) return;
    input.current?.focus();
    input.current?.setSelectionRange(caret.current, caret.current);
    caret.current = undefined;
  });
  const insert = (level: string) => {
    const end = topicFilter.length;
    const { selectionStart, selectionEnd } = input.current ?? {};
    const inserted = insertLevel(topicFilter, [selectionStart ?? end, selectionEnd ?? end], level);
    caret.current = inserted.caret;
    onInput(inserted.text);
  };
  // Where the service would refuse a variable (docs/grants.md), there is no button for it.
  const levels = [
    { text: '${identityId}', meaning: "the user's Cognito identity" },
    ...(effect === 'allow' ? [{ text: '${thingName}', meaning: 'the device' }] : []),
    ...(kind === 'user' ? [{ text: '${userId}', meaning: "the user's ID" }] : []),
    { text: '+', meaning: 'any one level' },
    { text: '#', meaning: 'this level and everything below, at the end' },
  ];
  return (
    <div class="field">
      <label>
        Topic filter
        <input
          ref={input}
          class="mono"
          value={topicFilter}
          placeholder="plant/line-1/state"
          autocapitalize="none"
          autocomplete="off"
          spellcheck={false}
          onInput={({ currentTarget }) => onInput(currentTarget.value)}
          {...noted(id, faults)}
        />
      </label>
      <FieldNote id={id} faults={faults} />
      <fieldset class="row inserts">
        <legend class="visually-hidden">Insert into the topic filter</legend>
        {levels.map(({ text, meaning }) => (
          <button key={text} type="button" title={meaning} onClick={() => insert(text)}>
            <span class="visually-hidden">Insert </span>
            <code>{text}</code> <small class="quiet">{meaning}</small>
          </button>
        ))}
      </fieldset>
    </div>
  );
};
