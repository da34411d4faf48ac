// Begins to manage a group.

import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { type Api, answerOf } from '../../shared/api.ts';
import { codeOf } from '../../shared/request-failed.ts';
import { addressOf } from '../addresses.ts';
import { useService } from '../service.ts';
import { GroupForm } from './group-form.tsx';

/** Leads to the group's page. One that is managed already is not changed by whoever did not know. */
export const ManageGroup = () => {
  const { api } = useService();
  const { route } = useLocation();
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
            onInput={({ currentTarget }) => setGroup(currentTarget.value)}
          />
          <span class="hint">As the user pool names it; letters count as they are written.</span>
        </label>
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
