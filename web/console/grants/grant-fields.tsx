import { useId } from 'preact/hooks';
import { ActionsField } from './actions-field.tsx';
import { ExpiryField } from './expiry-field.tsx';
import type { FieldFaults } from './field-faults.ts';
import { type Faults, FieldNote, noted } from './field-note.tsx';
import { asksForWider, type GrantDraft, subjectOf } from './grant-draft.ts';
import { SubjectField } from './subject-field.tsx';
import { TopicFilterField } from './topic-filter-field.tsx';

export const GrantFields = ({
  draft,
  faults,
  isSubjectFixed,
  onInput,
}: {
  readonly draft: GrantDraft;
  readonly faults: FieldFaults;
  readonly isSubjectFixed: boolean;
  readonly onInput: (changed: Partial<GrantDraft>) => void;
}) => (
  <>
    {isSubjectFixed ? (
      <p>
        <strong>For</strong> {subjectOf(draft)}{' '}
        <span class="hint">For somebody else, make another grant.</span>
      </p>
    ) : (
      <SubjectField subject={draft} faults={faults.subject} onInput={onInput} />
    )}
    <EffectField effect={draft.effect} faults={faults.effect} onInput={(effect) => onInput({ effect })} />
    <ActionsField
      effect={draft.effect}
      actions={draft.actions}
      faults={faults.actions}
      onInput={(actions) => onInput({ actions })}
    />
    <TopicFilterField
      draft={draft}
      faults={faults.topicFilter}
      onInput={(topicFilter) => onInput({ topicFilter })}
    />
    {asksForWider(draft) && (
      <WiderField
        allowWider={draft.allowWider}
        faults={faults.allowWider}
        onInput={(allowWider) => onInput({ allowWider })}
      />
    )}
    <ExpiryField
      expiresAt={draft.expiresAt}
      faults={faults.expiresAt}
      onInput={(expiresAt) => onInput({ expiresAt })}
    />
    <ReasonField reason={draft.reason} faults={faults.reason} onInput={(reason) => onInput({ reason })} />
  </>
);

type FieldOf<Name extends keyof GrantDraft> = Readonly<Pick<GrantDraft, Name>> & {
  readonly faults: Faults;
  readonly onInput: (value: GrantDraft[Name]) => void;
};

const EffectField = ({ effect, faults, onInput }: FieldOf<'effect'>) => {
  const id = useId();
  const name = useId();
  return (
    <fieldset {...noted(id, faults)}>
      <legend>Effect</legend>
      <div class="row choices">
        {(['allow', 'deny'] as const).map((each) => (
          <label key={each} class="check">
            <input type="radio" name={name} checked={effect === each} onChange={() => onInput(each)} />
            {each}
          </label>
        ))}
      </div>
      <FieldNote id={id} faults={faults}>
        A deny beats every allow.
      </FieldNote>
    </fieldset>
  );
};

const WiderField = ({ allowWider, faults, onInput }: FieldOf<'allowWider'>) => {
  const id = useId();
  return (
    <div class="field">
      <label class="check">
        <input
          type="checkbox"
          checked={allowWider}
          onChange={({ currentTarget }) => onInput(currentTarget.checked)}
          {...noted(id, faults)}
        />
        <span>
          Wider than the filter reads <code>allowWider</code>
        </span>
      </label>
      <FieldNote id={id} faults={faults}>
        Policies have no wildcard for one level. With this, <code>+</code> is any text, <code>/</code>{' '}
        included: <code>devices/+/cmd</code> also covers <code>devices/x/y/cmd</code>.
      </FieldNote>
    </div>
  );
};

const ReasonField = ({ reason, faults, onInput }: FieldOf<'reason'>) => {
  const id = useId();
  return (
    <div class="field">
      <label>
        Reason
        <input
          value={reason}
          maxLength={256}
          onInput={({ currentTarget }) => onInput(currentTarget.value)}
          {...noted(id, faults)}
        />
      </label>
      <FieldNote id={id} faults={faults}>
        For those who read it later: a ticket, a name.
      </FieldNote>
    </div>
  );
};
