import type { ComponentChildren } from 'preact';
import type { Grant } from '../../shared/api-paths.ts';
import { exactTime, Time } from '../../shared/time.tsx';
import { addressOf } from '../addresses.ts';
import { Effect, Ends, GrantState } from './grant-badges.tsx';
import { GrantNotes } from './grant-notes.tsx';

export const GrantFacts = ({ grant }: { readonly grant: Grant }) => {
  const { subject, topicFilter, actions, status, expiresAt, reason, createdBy, createdAt } = grant;
  const [action] = actions;
  // A filter with variables is asked about as nothing; one with wildcards can be subscribed to, and is no topic.
  const filter = topicFilter.includes('$') ? undefined : topicFilter;
  const topic = filter && !/[+#]/.test(filter) ? filter : undefined;
  const user = subject.startsWith('user/') ? subject.slice('user/'.length) : undefined;
  return (
    <section class="card" aria-label="What it says">
      <dl class="facts">
        <Fact name="Topic filter">
          <code>{topicFilter}</code>
          <GrantNotes notes={grant.notes} />
        </Fact>
        <Fact name="Subject">
          <a href={addressOf.subject(subject)}>{subject}</a>
        </Fact>
        <Fact name="Effect">
          <Effect effect={grant.effect} />
        </Fact>
        <Fact name="Actions">{actions.join(', ')}</Fact>
        <Fact name="Ends">
          <Ends expiresAt={expiresAt} />
          {expiresAt && <span class="quiet"> ({exactTime(expiresAt)})</span>}
        </Fact>
        <Fact name="State">
          <GrantState status={status} />
        </Fact>
        <Fact name="Policies">
          {status.policies.length === 0 ? (
            <span class="quiet">none yet</span>
          ) : (
            status.policies.map((name) => (
              <div key={name}>
                <code>{name}</code>
              </div>
            ))
          )}
        </Fact>
        <Fact name="Reason">{reason ?? <span class="quiet">none given</span>}</Fact>
        <Fact name="Made">
          <Time at={createdAt} /> by{' '}
          {createdBy === 'system' ? 'the service' : <a href={addressOf.user(createdBy)}>{createdBy}</a>}
        </Fact>
        <Fact name="Version">{grant.version}</Fact>
        <Fact name="ID">
          <span class="mono">{grant.grantId}</span>
        </Fact>
      </dl>
      <p class="row links">
        {topic && <a href={addressOf.topic(topic, action)}>Who else may use this topic?</a>}
        <a href={addressOf.explain({ user, action, topic: action === 'subscribe' ? filter : topic })}>
          Explain
        </a>
        <a href={addressOf.grants({ subject })}>Other grants of {subject}</a>
        <a href={addressOf.audit({ subject })}>Audit trail of {subject}</a>
      </p>
    </section>
  );
};

const Fact = ({ name, children }: { readonly name: string; readonly children: ComponentChildren }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
);
