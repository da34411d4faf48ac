import type { Account } from './account.ts';

export const SignedInAs = ({ account }: { readonly account: Account }) => (
  <>
    <span>{account.email}</span>
    <button type="button" onClick={() => account.signOut()}>
      Sign out
    </button>
  </>
);
