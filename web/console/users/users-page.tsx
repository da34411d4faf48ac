import { Page } from '../page.tsx';

export const UsersPage = () => <Page title="Users">…</Page>;
