// May this user do that, and why not? The question stands in the address: whoever has the link sees the answer.

import { useLocation } from 'preact-iso';
import { answerOf } from '../../shared/api.ts';
import { useLoaded } from '../../shared/use-loaded.ts';
import { addressOf } from '../addresses.ts';
import { Page } from '../page.tsx';
import { useService } from '../service.ts';
import { calledName } from '../users/find-users.ts';
import { Answer } from './answer.tsx';
import { CopyLink } from './copy-link.tsx';
import { ExplainForm } from './explain-form.tsx';
import { isComplete, questionIn } from './question.ts';

export const ExplainPage = () => {
  const { api } = useService();
  const { query } = useLocation();
  const question = questionIn(query);
  const { user: userId } = question;
  const user = useLoaded(
    async (signal) =>
      userId === ''
        ? undefined
        : answerOf(api.GET('/users/{userId}', { params: { path: { userId } }, signal })),
    [userId],
  );

  return (
    <Page title="Explain">
      <p>Whether a user may do something, which grants decide it, and what is allowed instead.</p>
      <ExplainForm asked={question} user={user} />
      {isComplete(question) && (
        <>
          <Answer question={question} name={calledName(user.value ?? { userId })} />
          <CopyLink address={addressOf.explain(question)} />
        </>
      )}
    </Page>
  );
};
