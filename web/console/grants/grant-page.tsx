import { Page } from '../page.tsx';

export const GrantPage = () => <Page title="Grant">…</Page>;
