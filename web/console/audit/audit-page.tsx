import { Page } from '../page.tsx';

export const AuditPage = () => <Page title="Audit trail">…</Page>;
