import { Page } from '../page.tsx';

export const GrantsPage = () => <Page title="Grants">…</Page>;
