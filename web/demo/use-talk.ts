// The client library in a page: one client per signed-in user, closed when the user goes.
import { type Attache, createAttache, type Status } from 'iot-attache/client';
import mqtt from 'mqtt';
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Settings } from '../shared/settings.ts';
import type { Account } from '../sign-in/account.ts';
import { type ConnectionEvent, withStatus } from './connection-history.ts';
import { type Messages, useMessages } from './use-messages.ts';
import { type Subscriptions, useSubscriptions } from './use-subscriptions.ts';
import { type Findings, noStepYet, type Steps, walkThrough } from './walk-through.ts';

export type Talk = {
  /** From the first moment on, connected or not. */
  readonly attache: Attache | undefined;
  readonly steps: Steps;
  readonly findings: Findings;
  readonly status: Status | undefined;
  readonly history: readonly ConnectionEvent[];
  readonly messages: Messages;
  readonly subscriptions: Subscriptions;
  /** All steps once more. */
  readonly again: () => void;
};

/** The topic that the local stack grants to everyone, and the blog's page published to. */
export const demoTopic = 'demoTopic';

export const useTalk = (settings: Settings, account: Account): Talk => {
  const [attache, setAttache] = useState<Attache>();
  const [steps, setSteps] = useState(noStepYet);
  const [findings, setFindings] = useState<Findings>({});
  const [{ status, history }, setConnection] = useState<{
    status?: Status;
    history: readonly ConnectionEvent[];
  }>({ history: [] });
  const [round, setRound] = useState(0);
  const messages = useMessages();
  const subscriptions = useSubscriptions(messages.add);
  const { subscribe, lose } = subscriptions;

  useEffect(() => {
    const made = createAttache({
      apiUrl: settings.apiUrl,
      getIdToken: account.idToken,
      mqtt,
      name: 'Demo page',
      platform: 'web',
      ...(settings.endpoints && { identityEndpoint: settings.endpoints.cognitoIdentity }),
      // The pages' Content-Security-Policy allows no worker made of a blob: URL.
      timerVariant: 'native',
      keepalive: 240,
      onStatus: (now) =>
        setConnection((before) => ({
          status: now,
          history: withStatus(before.history, now, new Date().toISOString()),
        })),
      onSubscriptionLost: lose,
    });
    setAttache(made);
    return () => {
      made.close().catch(() => {}); // The tab's device is given back, whatever the connection says.
    };
  }, [settings, account, lose]);

  useEffect(() => {
    if (!attache) return;
    let isGone = false;
    walkThrough({
      account,
      attache,
      // A refusal is shown where the subscriptions are.
      listen: () => subscribe(attache, demoTopic).catch((error: unknown) => lose(demoTopic, error)),
      topic: demoTopic,
      onSteps: (changed) => !isGone && setSteps((before) => ({ ...before, ...changed })),
      onFindings: (found) => !isGone && setFindings((before) => ({ ...before, ...found })),
      now: () => performance.now(),
    }).catch((error: unknown) => reportError(error));
    return () => {
      isGone = true;
    };
  }, [attache, account, subscribe, lose, round]);

  const again = useCallback(() => setRound((count) => count + 1), []);
  return { attache, steps, findings, status, history, messages, subscriptions, again };
};
