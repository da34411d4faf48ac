// Sign-in where the user pool has hosted pages: a button that leads to them, and their answer if it was a refusal.
import { Failure } from '../shared/failure.tsx';
import type { Settings } from '../shared/settings.ts';
import { useTask } from '../shared/use-task.ts';
import type { SessionEnd } from './account.ts';
import { createHostedSession } from './hosted-session.ts';
import type { SignInWay } from './sign-in.tsx';

export const hostedSignIn = (settings: Settings, signInUrl: string, end: SessionEnd): SignInWay => {
  const session = createHostedSession({ settings, signInUrl, end });
  return {
    restore: session.restore,
    Form: ({ reason }) => {
      const { run, isRunning, error = reason } = useTask(session.signIn);
      return (
        <div class="card">
          <h1>Sign in</h1>
          {error !== undefined && <Failure error={error} />}
          <p>You sign in, or sign up, on the pages of the user pool and come back here.</p>
          <button type="button" class="primary" aria-busy={isRunning} onClick={run}>
            {error === undefined ? 'Sign in' : 'Try again'}
          </button>
        </div>
      );
    },
  };
};
