import { Page } from './page.tsx';

export const NotFoundPage = () => (
  <Page title="There is no such page">
    <p>
      See the <a href="/console/grants">grants</a>.
    </p>
  </Page>
);
