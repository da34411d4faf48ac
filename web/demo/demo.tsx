// The walk-through: sign in, register, connect, publish and receive, each step shown as it happens.
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { answerOf, createApi } from '../shared/api.ts';
import { Frame } from '../shared/frame.tsx';
import type { Settings } from '../shared/settings.ts';
import { useLoaded } from '../shared/use-loaded.ts';
import type { Account } from '../sign-in/account.ts';
import { SignIn } from '../sign-in/sign-in.tsx';
import { SignedInAs } from '../sign-in/signed-in-as.tsx';
import { DevicesCard } from './devices-card.tsx';
import { MayI } from './may-i.tsx';
import { MessagesCard } from './messages-card.tsx';
import { PermissionsCard } from './permissions-card.tsx';
import { PublishForm } from './publish-form.tsx';
import { StepsCard } from './steps-card.tsx';
import { SubscriptionsCard } from './subscriptions-card.tsx';
import { useTalk } from './use-talk.ts';
import './demo.css';

const name = 'iot-attache demo';

export const Demo = ({ settings }: { readonly settings: Settings }) => (
  <SignIn settings={settings} name={name}>
    {(account) => (
      <Frame name={name} home="/" stage={settings.stage} account={<SignedInAs account={account} />}>
        <Talking settings={settings} account={account} />
      </Frame>
    )}
  </SignIn>
);

const Talking = ({ settings, account }: { readonly settings: Settings; readonly account: Account }) => {
  const api = useMemo(
    () => createApi({ apiUrl: settings.apiUrl, idToken: account.idToken }),
    [settings, account],
  );
  const talk = useTalk(settings, account);
  const { attache, findings, status, messages, subscriptions } = talk;
  const { registration } = findings;
  const me = useLoaded(async (signal) => answerOf(api.GET('/me', { signal })), []);
  const { reload } = me;
  const state = status?.state;
  const isConnected = state === 'connected';
  // With each connection the library registers, or looks whether it still may.
  useEffect(() => {
    if (state === 'connected' || state === 'closed') reload();
  }, [state, reload]);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [attache]);
  if (!attache) return null;
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        Publish and receive over MQTT
      </h1>
      <div class="columns">
        <div>
          <StepsCard talk={talk} />
          <SubscriptionsCard attache={attache} isConnected={isConnected} subscriptions={subscriptions} />
        </div>
        <div>
          <PublishForm attache={attache} isConnected={isConnected} />
          <MessagesCard messages={messages} />
        </div>
      </div>
      <PermissionsCard me={me} clientId={registration?.clientId} />
      <div class="columns">
        <MayI attache={attache} clientId={registration?.clientId ?? ''} />
        <DevicesCard me={me} api={api} ownId={registration?.deviceId} />
      </div>
    </>
  );
};
