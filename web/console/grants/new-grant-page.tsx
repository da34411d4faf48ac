import { Page } from '../page.tsx';

export const NewGrantPage = () => <Page title="New grant">…</Page>;
