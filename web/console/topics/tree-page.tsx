import { Page } from '../page.tsx';

export const TreePage = () => <Page title="Topic tree">…</Page>;
