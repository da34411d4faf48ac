import { Page } from '../page.tsx';

export const SubjectPage = () => <Page title="Subject">…</Page>;
