// Who a grant is for. Once it is made, that stays.
import { useId } from 'preact/hooks';
import { answerOf } from '../../shared/api.ts';
import { useLoaded } from '../../shared/use-loaded.ts';
import { useService } from '../service.ts';
import { type Faults, FieldNote, noted } from './field-note.tsx';
import type { GrantDraft, SubjectKind } from './grant-draft.ts';
import { UserField } from './user-field.tsx';

export type SubjectDraft = Pick<GrantDraft, 'kind' | 'group' | 'userId'>;

const kinds: readonly { readonly kind: SubjectKind; readonly name: string }[] = [
  { kind: 'everyone', name: 'Everyone' },
  { kind: 'group', name: 'A group' },
  { kind: 'user', name: 'A user' },
];

export const SubjectField = ({
  subject,
  faults,
  onInput,
}: {
  readonly subject: SubjectDraft;
  readonly faults: Faults;
  readonly onInput: (subject: Partial<SubjectDraft>) => void;
}) => {
  const name = useId();
  const id = useId();
  const { kind, group, userId } = subject;
  return (
    <fieldset>
      <legend>For</legend>
      <div class="row choices">
        {kinds.map((each) => (
          <label key={each.kind} class="check">
            <input
              type="radio"
              name={name}
              checked={kind === each.kind}
              onChange={() => onInput({ kind: each.kind })}
            />
            {each.name}
          </label>
        ))}
      </div>
      {kind === 'group' && (
        <GroupField group={group} field={noted(id, faults)} onInput={(text) => onInput({ group: text })} />
      )}
      {kind === 'user' && (
        <UserField userId={userId} field={noted(id, faults)} onInput={(text) => onInput({ userId: text })} />
      )}
      <FieldNote id={id} faults={faults}>
        {hints[kind]}
      </FieldNote>
    </fieldset>
  );
};

const hints = {
  everyone: 'All users that have registered a device.',
  group: 'A group of the user pool. The first grant for a group makes its policies.',
  user: 'One user, known by its ID in the user pool (sub).',
} as const;

const GroupField = ({
  group,
  field,
  onInput,
}: {
  readonly group: string;
  readonly field: ReturnType<typeof noted>;
  readonly onInput: (group: string) => void;
}) => {
  const { api } = useService();
  const list = useId();
  // Suggestions only: without them, or beyond the first page, a name can be typed.
  const { value } = useLoaded(
    (signal) => answerOf(api.GET('/groups', { params: { query: { limit: 200 } }, signal })),
    [],
  );
  return (
    <label>
      Group
      <input
        value={group}
        list={list}
        autocapitalize="none"
        autocomplete="off"
        spellcheck={false}
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
        {...field}
      />
      <datalist id={list}>
        {value?.items.map((each) => (
          <option key={each.group} value={each.group}>
            {each.description}
          </option>
        ))}
      </datalist>
    </label>
  );
};
