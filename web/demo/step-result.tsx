// What came of a step, in a sentence.
import { exactTime } from '../shared/time.tsx';
import { demoTopic } from './use-talk.ts';
import type { Findings, StepName } from './walk-through.ts';

export const StepResult = ({
  name,
  of: { claims, registration, greeting },
}: {
  readonly name: Exclude<StepName, 'connection'>;
  readonly of: Findings;
}) => {
  switch (name) {
    case 'token':
      return (
        claims && (
          <p>
            The ID token says that you are <strong>{claims.email}</strong>
            {claims.groups.length > 0 && <>, in {claims.groups.join(', ')}</>}. It is good until{' '}
            {exactTime(new Date(claims.expiresAt).toISOString())}, and exchanged before.
          </p>
        )
      );
    case 'identity':
      return (
        registration && (
          <p>
            In AWS IoT Core you are <code>{registration.identityId}</code>
          </p>
        )
      );
    case 'registration':
      return (
        registration && (
          <p>
            This tab is device <code>{registration.deviceId}</code>, a thing and MQTT client{' '}
            <code>{registration.clientId}</code>
          </p>
        )
      );
    case 'policies':
      return (
        registration && (
          <ul class="plain">
            {registration.policies.map((policy) => (
              <li key={policy}>
                <code>{policy}</code>
              </li>
            ))}
          </ul>
        )
      );
    case 'greeting':
      return (
        <p>
          {greeting !== undefined && (
            <>
              “{greeting}” was published to <code>{demoTopic}</code>.{' '}
            </>
          )}
          <span class="quiet">
            Each time this page is loaded it publishes one: reload, and it comes again.
          </span>
        </p>
      );
  }
};
