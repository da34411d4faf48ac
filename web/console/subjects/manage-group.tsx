// Begins to manage a group.

import { useId, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { type Api, answerOf } from '../../shared/api.ts';
import { codeOf } from '../../shared/request-failed.ts';
import { addressOf } from '../addresses.ts';
import { FieldNote, noted } from '../grants/field-note.tsx';
import { useService } from '../service.ts';
import { GroupForm } from './group-form.tsx';

/** Leads to the group's page. One that is managed already is not changed by whoever did not know. */
export const ManageGroup = () => {
  const { api } = useService();
  const { route } = useLocation();
  const id = useId();
  const [group, setGroup] = useState('');
  const name = group.trim();
  return (
    <section class="card">
      <h2>Manage a group</h2>
      <GroupForm
        initial={{ description: '', documents: 1 }}
        action="Manage the group"
        onSave={async (body) => {
          const params = { path: { group: name } };
          if (!(await isManaged(api, name))) await answerOf(api.PUT('/groups/{group}', { params, body }));
          route(addressOf.subject(`group/${name}`));
        }}
      >
        <label>
          Group
          <input
            required
            value={group}
            maxLength={128}
            spellcheck={false}
            autocapitalize="none"
            onInput={({ currentTarget }) => setGroup(currentTarget.value)}
            {...noted(id, undefined)}
          />
        </label>
        <FieldNote id={id} faults={undefined}>
          As the user pool names it, capitals and all.
        </FieldNote>
      </GroupForm>
    </section>
  );
};

const isManaged = (api: Api, group: string): Promise<boolean> =>
  answerOf(api.GET('/groups/{group}', { params: { path: { group } } })).then(
    ({ state }) => state !== 'deleting',
    (error: unknown) => {
      if (codeOf(error) === 'group-not-found') return false;
      throw error;
    },
  );
