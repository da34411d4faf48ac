// The walk-through: each step with its state, the time it took, and what came of it.
import type { ComponentChildren } from 'preact';
import { ConnectionState } from './connection-state.tsx';
import { StepResult } from './step-result.tsx';
import type { Talk } from './use-talk.ts';
import { type Step, type StepName, stepNames } from './walk-through.ts';
import { WhyNot } from './why-not.tsx';

const titles: Readonly<Record<StepName, string>> = {
  token: 'Token',
  identity: 'Identity',
  registration: 'Registration',
  policies: 'Policies attached',
  connection: 'Connection',
  greeting: 'Greeting',
};

export const StepsCard = ({ talk }: { readonly talk: Talk }) => (
  <section class="card" aria-labelledby="steps">
    <h2 id="steps">Steps</h2>
    <ol class="steps">
      {stepNames.map((name) =>
        name === 'connection' ? (
          <Item key={name} name={name} step={connectionStep(talk)} again={talk.again}>
            <ConnectionState status={talk.status} history={talk.history} />
          </Item>
        ) : (
          <Item key={name} name={name} step={talk.steps[name]} again={talk.again}>
            <StepResult name={name} of={talk.findings} />
          </Item>
        ),
      )}
    </ol>
  </section>
);

/** A connection may be lost after it was made: its status knows better than the step. */
const connectionStep = ({ steps: { connection }, status }: Talk): Step => {
  if (connection.state !== 'done' || status === undefined || status.state === 'connected') return connection;
  return status.state === 'closed' && status.error
    ? { state: 'failed', error: status.error }
    : { state: 'running' };
};

const badges = { waiting: '', running: 'pending', done: 'good', failed: 'bad' } as const;

const duration = (milliseconds: number): string =>
  milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;

const Item = ({
  name,
  step,
  again,
  children,
}: {
  readonly name: StepName;
  readonly step: Step;
  readonly again: () => void;
  readonly children: ComponentChildren;
}) => (
  <li class={step.state} aria-current={step.state === 'running' ? 'step' : undefined}>
    <h3>
      {titles[name]}{' '}
      <span class={`badge ${badges[step.state]}`}>
        {step.state === 'running' ? 'running …' : step.state}
        {'milliseconds' in step && step.milliseconds !== undefined && `, ${duration(step.milliseconds)}`}
      </span>
    </h3>
    {children}
    {step.state === 'failed' && <WhyNot error={step.error} retry={again} />}
  </li>
);
