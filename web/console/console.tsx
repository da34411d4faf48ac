// The administrators' console: navigation, and which page is at which address.

import { useEffect, useErrorBoundary, useMemo } from 'preact/hooks';
import { LocationProvider, lazy, Route, Router, useLocation } from 'preact-iso';
import { createApi } from '../shared/api.ts';
import { Failure } from '../shared/failure.tsx';
import { Frame } from '../shared/frame.tsx';
import type { Settings } from '../shared/settings.ts';
import type { Account } from '../sign-in/account.ts';
import { SignIn } from '../sign-in/sign-in.tsx';
import { SignedInAs } from '../sign-in/signed-in-as.tsx';
import { Navigation } from './navigation.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { Service } from './service.ts';

const GrantsPage = lazy(async () => (await import('./grants/grants-page.tsx')).GrantsPage);
const NewGrantPage = lazy(async () => (await import('./grants/new-grant-page.tsx')).NewGrantPage);
const GrantPage = lazy(async () => (await import('./grants/grant-page.tsx')).GrantPage);
const TopicPage = lazy(async () => (await import('./topics/topic-page.tsx')).TopicPage);
const TreePage = lazy(async () => (await import('./topics/tree-page.tsx')).TreePage);
const GroupsPage = lazy(async () => (await import('./subjects/groups-page.tsx')).GroupsPage);
const SubjectPage = lazy(async () => (await import('./subjects/subject-page.tsx')).SubjectPage);
const ExplainPage = lazy(async () => (await import('./explain/explain-page.tsx')).ExplainPage);
const UsersPage = lazy(async () => (await import('./users/users-page.tsx')).UsersPage);
const UserPage = lazy(async () => (await import('./users/user-page.tsx')).UserPage);
const AuditPage = lazy(async () => (await import('./audit/audit-page.tsx')).AuditPage);

export const Console = ({ settings }: { readonly settings: Settings }) => (
  <SignIn settings={settings} name="iot-attache console">
    {(account) => <SignedIn settings={settings} account={account} />}
  </SignIn>
);

const SignedIn = ({ settings, account }: { readonly settings: Settings; readonly account: Account }) => {
  const api = useMemo(
    () => createApi({ apiUrl: settings.apiUrl, idToken: account.idToken }),
    [settings, account],
  );
  return (
    <Service.Provider value={{ api, settings, account }}>
      <LocationProvider scope="/console">
        <Frame
          name="iot-attache console"
          home="/console/"
          stage={settings.stage}
          navigation={<Navigation />}
          account={<SignedInAs account={account} />}
        >
          <Pages />
        </Frame>
      </LocationProvider>
    </Service.Provider>
  );
};

const Pages = () => {
  const { url } = useLocation();
  const [error, forget] = useErrorBoundary();
  // Another page may well work.
  useEffect(forget, [url]);
  // A page's own code comes when it is first opened: after a deployment, what this page knows may be gone.
  if (error !== undefined) return <Failure error={error} retry={() => location.reload()} />;
  return (
    <Router>
      <Route path="/console" component={GrantsPage} />
      <Route path="/console/grants" component={GrantsPage} />
      <Route path="/console/grants/new" component={NewGrantPage} />
      <Route path="/console/grants/:grantId" component={GrantPage} />
      <Route path="/console/topic" component={TopicPage} />
      <Route path="/console/tree" component={TreePage} />
      <Route path="/console/groups" component={GroupsPage} />
      <Route path="/console/subject" component={SubjectPage} />
      <Route path="/console/explain" component={ExplainPage} />
      <Route path="/console/users" component={UsersPage} />
      <Route path="/console/users/:userId" component={UserPage} />
      <Route path="/console/audit" component={AuditPage} />
      <Route default component={NotFoundPage} />
    </Router>
  );
};
