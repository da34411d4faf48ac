import { Page } from '../page.tsx';

export const ExplainPage = () => <Page title="Explain">…</Page>;
