import { Page } from '../page.tsx';

export const GroupsPage = () => <Page title="Groups">…</Page>;
