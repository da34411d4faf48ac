import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Failure } from '../shared/failure.tsx';
import type { Settings } from '../shared/settings.ts';
import { useTask } from '../shared/use-task.ts';
import type { Account } from './account.ts';

/** Shows how to sign in until somebody has, then what is inside. */
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
  const [account, setAccount] = useState<Account>();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const { run, error, isRunning } = useTask(async () => {
    const response = await fetch(settings.endpoints?.cognitoIdp ?? '', {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-amz-json-1.1',
        'X-Amz-Target': 'AWSCognitoIdentityProviderService.InitiateAuth',
      },
      body: JSON.stringify({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: settings.userPoolClientId,
        AuthParameters: { USERNAME: username, PASSWORD: password },
      }),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.message);
    const token: string = answer.AuthenticationResult.IdToken;
    const claims = JSON.parse(atob(token.split('.')[1]?.replaceAll('-', '+').replaceAll('_', '/') ?? ''));
    setAccount({
      userId: claims.sub,
      email: claims.email,
      groups: claims['cognito:groups'] ?? [],
      idToken: async () => token,
      signOut: async () => setAccount(undefined),
    });
  });
  if (account) return <>{children(account)}</>;
  return (
    <main>
      <form
        class="card"
        onSubmit={(event) => {
          event.preventDefault();
          run();
        }}
      >
        <h1>{name}</h1>
        <label>
          Email
          <input value={username} onInput={({ currentTarget }) => setUsername(currentTarget.value)} />
        </label>
        <label>
          Password
          <input
            type="password"
            value={password}
            onInput={({ currentTarget }) => setPassword(currentTarget.value)}
          />
        </label>
        {error !== undefined && <Failure error={error} />}
        <button type="submit" class="primary" disabled={isRunning}>
          Sign in
        </button>
      </form>
    </main>
  );
};
