// Where everything is, as whoever serves the pages says it: `/settings.json` beside them.

export type Settings = {
  readonly stage: string;
  readonly region: string;
  readonly apiUrl: string;
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  /** Base URL of the hosted sign-in. Absent: users sign in with name and password here, as on the local stack. */
  readonly signInUrl?: string;
  /** Where AWS's own are not to be used. */
  readonly endpoints?: { readonly cognitoIdp: string; readonly cognitoIdentity: string };
  /** Of the local stack: accounts to try, and the code that confirms every sign-up. */
  readonly trial?: {
    readonly confirmationCode: string;
    readonly users: readonly {
      readonly username: string;
      readonly password: string;
      readonly groups: readonly string[];
    }[];
  };
};

/** @throws when the server has none. */
export const loadSettings = async (): Promise<Settings> => {
  const response = await fetch('/settings.json', { cache: 'no-cache' });
  if (!response.ok) throw new Error(`/settings.json answered ${response.status}.`);
  return JSON.parse(await response.text());
};
