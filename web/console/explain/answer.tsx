// The decision, and what it rests on.
import { answerOf } from '../../shared/api.ts';
import type { Evaluation } from '../../shared/api-paths.ts';
import { Failure } from '../../shared/failure.tsx';
import { useLoaded } from '../../shared/use-loaded.ts';
import { useService } from '../service.ts';
import { DecidingGrants } from './deciding-grants.tsx';
import { Decision } from './decision.tsx';
import { evaluationOf, type Question } from './question.ts';
import { nextSteps } from './reasons.ts';
import { TextList } from './text-list.tsx';

export const Answer = ({
  question,
  name,
}: {
  readonly question: Question;
  /** Of the user, as people know it. */
  readonly name: string;
}) => {
  const { api } = useService();
  const { user, action, topic, device } = question;
  const { value, error, isLoading, reload } = useLoaded(
    (signal) => answerOf(api.POST('/access/v1/evaluation', { body: evaluationOf(question), signal })),
    [user, action, topic, device],
  );
  if (error !== undefined) return <Failure error={error} retry={reload} />;

  return (
    <section class="card">
      <div role="status">
        {value ? <Decision of={value} question={question} name={name} /> : <p>Asking …</p>}
      </div>
      {value && <Grounds of={value} />}
      <div class="row">
        {value &&
          nextSteps(value.context.reason, question).map(({ text, href }) => (
            <a key={href} class="button" href={href}>
              {text}
            </a>
          ))}
        <button type="button" onClick={reload} aria-busy={isLoading}>
          {isLoading ? 'Asking …' : 'Ask again'}
        </button>
      </div>
    </section>
  );
};

const Grounds = ({ of: { context } }: { readonly of: Evaluation }) => (
  <>
    <DecidingGrants grantIds={context.grants ?? []} />
    <TextList title="It would deliver" texts={context.deliverable ?? []} />
    <TextList title="What is allowed instead" texts={context.nearMisses} />
    <p class="hint">
      Decided from the stored grants. AWS IoT Core decides by the attached policies, which say the same when
      every change has spread, 6 to 8 minutes after it was made.
    </p>
  </>
);
