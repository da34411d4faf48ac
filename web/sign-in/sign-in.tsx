// Nothing is shown of a page until someone is signed in: restored after a reload, else by what the stack offers.
import { type ComponentChildren, type ComponentType, Fragment } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Failure } from '../shared/failure.tsx';
import { Frame } from '../shared/frame.tsx';
import type { Settings } from '../shared/settings.ts';
import type { Account, SessionEnd } from './account.ts';
import { homePath } from './home-path.ts';
import './sign-in.css';

export type SignInWay = {
  /** Whoever was signed in before the page was loaded. @throws `SignInError` */
  readonly restore: () => Promise<Account | undefined>;
  readonly Form: ComponentType<{
    /** Why one has to sign in again, or why it failed. */
    readonly reason: unknown;
    readonly onAccount: (account: Account) => void;
  }>;
};

type State = {
  readonly way?: SignInWay | undefined;
  readonly account?: Account | undefined;
  readonly reason?: unknown;
  readonly isLeaving?: boolean;
};

export const SignIn = ({
  settings,
  name,
  children,
}: {
  readonly settings: Settings;
  /** Of the page. */
  readonly name: string;
  readonly children: (account: Account) => ComponentChildren;
}) => {
  const [{ way, account, reason, isLeaving }, setState] = useState<State>({});
  useEffect(() => {
    const end: SessionEnd = {
      onLeaving: () => setState(({ way: same }) => ({ way: same, isLeaving: true })),
      onEnded: (why) => setState(({ way: same }) => ({ way: same, reason: why })),
    };
    begin(settings, end).then(setState, (error: unknown) => setState({ reason: error }));
  }, [settings]);

  useEffect(() => {
    // Back in the history, a page may come out of the browser's memory as it was left: half signed in or out.
    const renew = ({ persisted }: PageTransitionEvent) => persisted && location.reload();
    addEventListener('pageshow', renew);
    return () => removeEventListener('pageshow', renew);
  }, []);

  if (account) return <Fragment key={account.userId}>{children(account)}</Fragment>;
  return (
    <Frame name={name} home={homePath()} stage={settings.stage}>
      <div class="sign-in">
        {isLeaving && <p role="status">Signing out …</p>}
        {way && !isLeaving && (
          <way.Form reason={reason} onAccount={(one) => setState({ way, account: one })} />
        )}
        {!way && reason === undefined && <p role="status">Loading …</p>}
        {!way && reason !== undefined && <Failure error={reason} retry={() => location.reload()} />}
      </div>
    </Frame>
  );
};

/** What the other way of signing in needs is never loaded. */
const begin = async (settings: Settings, end: SessionEnd): Promise<State> => {
  const way = settings.signInUrl
    ? (await import('./hosted-sign-in.tsx')).hostedSignIn(settings, settings.signInUrl, end)
    : (await import('./password-sign-in.tsx')).passwordSignIn(settings, end);
  try {
    return { way, account: await way.restore() };
  } catch (reason) {
    return { way, reason };
  }
};
