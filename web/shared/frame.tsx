// What is around each page: name, navigation, who is signed in.
import type { ComponentChildren } from 'preact';

export const Frame = ({
  name,
  home,
  stage,
  navigation,
  account,
  children,
}: {
  readonly name: string;
  readonly home: string;
  readonly stage: string;
  readonly navigation?: ComponentChildren;
  /** Who is signed in, and the way out. */
  readonly account?: ComponentChildren;
  readonly children: ComponentChildren;
}) => (
  <>
    <a class="skip" href="#main">
      Skip to the content
    </a>
    <header class="frame">
      <a class="name" href={home}>
        <img src="/icon.svg" alt="" width="28" height="28" />
        {name}
      </a>
      <span class="badge">{stage}</span>
      <div class="account">{account}</div>
    </header>
    {navigation}
    <main id="main" tabIndex={-1}>
      {children}
    </main>
  </>
);
