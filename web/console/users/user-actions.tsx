// What administrators can decide about a user.

import { answerOf } from '../../shared/api.ts';
import type { UserPage } from '../../shared/api-paths.ts';
import { Confirm, type Confirmed } from '../../shared/confirm.tsx';
import { useService } from '../service.ts';
import { said } from './decision-words.ts';

export const UserActions = ({
  user,
  onDone,
}: {
  readonly user: UserPage;
  readonly onDone: (what: string) => void;
}) => {
  const { api } = useService();
  const { userId, email } = user;
  const name = email ?? userId;
  const params = { path: { userId } };

  const suspend = async ({ reason }: Confirmed) =>
    onDone(said.suspended(await answerOf(api.POST('/users/{userId}/suspend', { params, body: { reason } }))));
  const resume = async ({ reason }: Confirmed) =>
    onDone(said.resumed(await answerOf(api.POST('/users/{userId}/resume', { params, body: { reason } }))));
  const disconnect = async ({ reason, options: { signOut = false } }: Confirmed) => {
    const body = { reason, signOut };
    onDone(
      said.disconnected(await answerOf(api.POST('/users/{userId}/disconnect', { params, body })), signOut),
    );
  };
  const offboard = async ({ reason }: Confirmed) => {
    await answerOf(api.DELETE('/users/{userId}', { params: { ...params, query: { reason } } }));
    onDone(said.offboarded);
  };
  const reconcile = async () => {
    await answerOf(api.POST('/reconciliations', { body: { subject: `user/${userId}` } }));
    onDone(said.reconciled);
  };

  const isActive = user.status === 'active' || user.status === 'unregistered';
  return (
    <fieldset class="row decisions">
      <legend class="visually-hidden">Decisions about this user</legend>
      {isActive ? (
        <Confirm label="Suspend" title={`Suspend ${name}?`} action="Suspend" asksReason onConfirm={suspend}>
          <p>
            Everything is denied until the user is resumed: live sessions are dropped, now and once more when
            the change is effective everywhere, and no device can be registered. Grants and devices stay.
          </p>
        </Confirm>
      ) : (
        <Confirm
          label="Resume"
          title={`Resume ${name}?`}
          action="Resume"
          tone="plain"
          asksReason
          onConfirm={resume}
        >
          {user.status === 'offboarded' ? (
            <p>
              The user may register devices again, with what is granted to everyone and to its groups. Nothing
              that was taken away comes back.
            </p>
          ) : (
            <p>What is granted is allowed again, and devices can connect and be registered.</p>
          )}
        </Confirm>
      )}
      <Confirm
        label="Disconnect"
        title={`Disconnect ${name}?`}
        action="Disconnect"
        asksReason
        options={{ signOut: 'Sign out as well: refresh tokens are revoked' }}
        onConfirm={disconnect}
      >
        <p>
          All live MQTT sessions are dropped. Devices may connect again at once: to keep them out, suspend the
          user.
        </p>
      </Confirm>
      <Confirm
        label="Reconcile"
        title={`Reconcile ${name}?`}
        action="Reconcile"
        tone="plain"
        onConfirm={reconcile}
      >
        <p>
          What is attached to the identity is compared with what is wanted, within a minute, and set right.
        </p>
      </Confirm>
      {user.status !== 'offboarded' && (
        <Confirm
          label="Offboard"
          title={`Offboard ${name}?`}
          action="Offboard"
          asksReason
          typed={{
            label: (
              <>
                To go on, type <code>{name}</code>
              </>
            ),
            accepted: [userId, ...(email === undefined ? [] : [email])],
          }}
          onConfirm={offboard}
        >
          <p>
            The user’s own grants, its devices, attachments and policies are deleted, and it cannot register
            again until it is resumed. This cannot be taken back. The audit trail stays, and so does the user
            in the user pool.
          </p>
        </Confirm>
      )}
    </fieldset>
  );
};
