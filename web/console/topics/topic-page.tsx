import { Page } from '../page.tsx';

export const TopicPage = () => <Page title="Topic">…</Page>;
