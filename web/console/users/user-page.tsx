import { Page } from '../page.tsx';

export const UserPage = () => <Page title="User">…</Page>;
