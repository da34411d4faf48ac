// Yes or no, and why, in a sentence.
import type { Evaluation } from '../../shared/api-paths.ts';
import { EffectiveBy } from '../../shared/time.tsx';
import type { Question } from './question.ts';
import { sentenceOn } from './reasons.ts';

export const Decision = ({
  of: {
    decision,
    context: { reason, effectiveBy },
  },
  question,
  name,
}: {
  readonly of: Evaluation;
  readonly question: Question;
  /** Of the user, as people know it. */
  readonly name: string;
}) => {
  const { action, topic, device } = question;
  return (
    <>
      <h2>
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
    </>
  );
};

const phrases = {
  publish: 'publish to',
  subscribe: 'subscribe to',
  receive: 'receive',
  retain: 'retain on',
  connect: 'connect as',
} as const satisfies Record<Question['action'], string>;
