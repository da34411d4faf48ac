// Sign-in by user name and password on the page itself, and sign-up: the local stack, which has no hosted pages.
import { useRef, useState } from 'preact/hooks';
import { Failure } from '../shared/failure.tsx';
import type { Settings } from '../shared/settings.ts';
import type { SessionEnd } from './account.ts';
import { CodeForm } from './code-form.tsx';
import { CredentialsForm } from './credentials-form.tsx';
import { createPasswordSession } from './password-session.ts';
import type { SignInWay } from './sign-in.tsx';
import { SignInError } from './sign-in-error.ts';
import { TrialAccounts } from './trial-accounts.tsx';
import { createUserPool } from './user-pool.ts';

/** `confirm`: the code that was sent, then signed in with the password known already. */
type Step =
  | { readonly at: 'sign-in' | 'sign-up' }
  | { readonly at: 'confirm'; readonly username: string; readonly password: string };

export const passwordSignIn = (settings: Settings, end: SessionEnd): SignInWay => {
  const pool = createUserPool(settings);
  const session = createPasswordSession({
    pool,
    storage: sessionStorage,
    clientId: settings.userPoolClientId,
    end,
    now: Date.now,
  });
  return {
    restore: async () => session.restore(),
    Form: ({ reason, onAccount }) => {
      const [step, setStep] = useState<Step>({ at: 'sign-in' });
      // A code works once: when the sign-in after it fails, that alone is tried again.
      const confirmed = useRef('');
      const signIn = async (username: string, password: string) => {
        try {
          onAccount(session.start(await pool.signIn(username, password)));
        } catch (error) {
          if (!(error instanceof SignInError) || error.code !== 'UserNotConfirmedException') throw error;
          setStep({ at: 'confirm', username, password });
        }
      };
      const signUp = async (username: string, password: string) => {
        const { isConfirmed } = await pool.signUp(username, password);
        if (isConfirmed) await signIn(username, password);
        else setStep({ at: 'confirm', username, password });
      };
      const confirm = async (username: string, password: string, code: string) => {
        if (confirmed.current !== username) await pool.confirm(username, code);
        confirmed.current = username;
        await signIn(username, password);
      };
      switch (step.at) {
        case 'sign-in':
          return (
            <>
              {reason !== undefined && <Failure error={reason} />}
              <CredentialsForm key="in" title="Sign in" autocomplete="current-password" act={signIn} />
              <Instead of="No account yet?" label="Sign up" act={() => setStep({ at: 'sign-up' })} />
              {settings.trial && <TrialAccounts users={settings.trial.users} signIn={signIn} />}
            </>
          );
        case 'sign-up':
          return (
            <>
              <CredentialsForm
                key="up"
                title="Sign up"
                autocomplete="new-password"
                hint="At least 12 characters, with lower-case and upper-case letters and digits."
                act={signUp}
              />
              <Instead of="Signed up already?" label="Sign in" act={() => setStep({ at: 'sign-in' })} />
            </>
          );
        case 'confirm':
          return (
            <>
              <CodeForm
                username={step.username}
                expectedCode={settings.trial?.confirmationCode}
                confirm={(code) => confirm(step.username, step.password, code)}
                resend={() => pool.resendCode(step.username)}
              />
              <Instead of="Not you?" label="Sign in as someone else" act={() => setStep({ at: 'sign-in' })} />
            </>
          );
      }
    },
  };
};

const Instead = ({
  of,
  label,
  act,
}: {
  readonly of: string;
  readonly label: string;
  readonly act: () => void;
}) => (
  <p>
    {of}{' '}
    <button type="button" class="link" onClick={act}>
      {label}
    </button>
  </p>
);
