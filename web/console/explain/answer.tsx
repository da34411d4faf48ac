// The decision, and what it rests on.
import { answerOf } from '../../shared/api.ts';
import { Failure } from '../../shared/failure.tsx';
import { EffectiveBy } from '../../shared/time.tsx';
import { useLoaded } from '../../shared/use-loaded.ts';
import { useService } from '../service.ts';
import { DecidingGrants } from './deciding-grants.tsx';
import { evaluationOf, type Question } from './question.ts';
import { nextSteps, sentenceOn } from './reasons.ts';
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
  if (value === undefined) return <p role="status">Asking …</p>;
  const { decision, context } = value;
  const { reason, grants = [], nearMisses, effectiveBy, deliverable } = context;

  return (
    <section class="card" aria-labelledby="decision" aria-live="polite">
      <h2 id="decision">
        <span class={decision ? 'badge good' : 'badge bad'}>{decision ? 'Allowed' : 'Refused'}</span> {name}{' '}
        {decision ? 'may' : 'may not'} {phrases[action]} <code>{topic}</code>
        {device && (
          <>
            {' '}
            on device <code>{device}</code>
          </>
        )}
      </h2>
      <p>
        {sentenceOn(reason, question)} <code>{reason}</code>
      </p>
      {effectiveBy !== undefined && (
        <p>
          A change is still spreading; until then AWS may decide as before. <EffectiveBy at={effectiveBy} />
        </p>
      )}
      <DecidingGrants grantIds={grants} />
      <TextList title="It would deliver" texts={deliverable ?? []} />
      <TextList title="What is allowed instead" texts={nearMisses} />
      <p class="hint">
        Decided from the stored grants. AWS IoT Core decides by the attached policies, which say the same when
        every change has spread, 6 to 8 minutes after it was made.
      </p>
      <div class="row">
        {nextSteps(reason, question).map(({ text, href }) => (
          <a key={href} class="button" href={href}>
            {text}
          </a>
        ))}
        <button type="button" onClick={reload} disabled={isLoading}>
          {isLoading ? 'Asking …' : 'Ask again'}
        </button>
      </div>
    </section>
  );
};

const phrases = {
  publish: 'publish to',
  subscribe: 'subscribe to',
  receive: 'receive',
  retain: 'retain on',
  connect: 'connect as',
} as const satisfies Record<Question['action'], string>;
