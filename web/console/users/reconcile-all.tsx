import { useState } from 'preact/hooks';
import { answerOf } from '../../shared/api.ts';
import { Confirm } from '../../shared/confirm.tsx';
import { useService } from '../service.ts';

export const ReconcileAll = () => {
  const { api } = useService();
  const [isAsked, setAsked] = useState(false);
  const reconcile = async () => {
    await answerOf(api.POST('/reconciliations', { body: {} }));
    setAsked(true);
  };
  return (
    <section class="card" aria-labelledby="reconciliation">
      <h2 id="reconciliation">Reconciliation</h2>
      <p>
        The service compares a sample of users and policies with AWS every minute and mends what differs. A
        reconciliation compares all of them now.
      </p>
      <Confirm
        label="Reconcile everything"
        title="Reconcile everything?"
        action="Reconcile"
        tone="plain"
        onConfirm={reconcile}
      >
        <p>
          Policies and attachments of all users, groups and everyone are read from AWS IoT Core and set to
          what the grants say. Nobody loses or gains a right that the grants do not say. It begins within a
          minute and goes at the pace that AWS’s quotas leave: with many users it takes a while.
        </p>
      </Confirm>
      <p role="status" class="outcome">
        {isAsked && 'It is due: it begins within a minute and works in the background.'}
      </p>
    </section>
  );
};
