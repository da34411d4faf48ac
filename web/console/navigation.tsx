import { useLocation } from 'preact-iso';

const pages = [
  { path: '/console/grants', name: 'Grants' },
  { path: '/console/topic', name: 'Topic' },
  { path: '/console/tree', name: 'Topic tree' },
  { path: '/console/groups', name: 'Groups' },
  { path: '/console/users', name: 'Users' },
  { path: '/console/explain', name: 'Explain' },
  { path: '/console/audit', name: 'Audit trail' },
] as const;

/** Pages that have no entry of their own. */
const inNavigation: Readonly<Record<string, string>> = {
  '/console': '/console/grants',
  '/console/subject': '/console/groups',
};

export const Navigation = () => {
  const { path } = useLocation();
  const current = inNavigation[path.replace(/\/$/, '')] ?? path;
  const isCurrent = (page: string) => current === page || current.startsWith(`${page}/`);
  return (
    <nav class="pages-of-console" aria-label="Pages">
      {pages.map((page) => (
        <a key={page.path} href={page.path} aria-current={isCurrent(page.path) ? 'page' : undefined}>
          {page.name}
        </a>
      ))}
    </nav>
  );
};
