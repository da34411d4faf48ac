// Where the console's pages are; each address can be shared, and reloaded.

/** Members that are empty or absent are left out. */
const withQuery = (path: string, query: Readonly<Record<string, string | undefined>>): string => {
  const given = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
};

export type GrantFilter = {
  readonly subject?: string;
  readonly action?: string;
  readonly topic?: string;
  readonly effect?: string;
  readonly state?: string;
  readonly expiresBefore?: string;
};

export type AuditFilter = {
  readonly subject?: string;
  readonly actor?: string;
  /** Instants, RFC 3339. */
  readonly since?: string;
  readonly until?: string;
};

export const addressOf = {
  grants: (filter: GrantFilter = {}) => withQuery('/console/grants', filter),
  /** Filled in as far as it is given. */
  newGrant: (given: { readonly subject?: string; readonly topicFilter?: string } = {}) =>
    withQuery('/console/grants/new', given),
  grant: (grantId: string) => `/console/grants/${encodeURIComponent(grantId)}`,
  topic: (topic?: string, action?: string) => withQuery('/console/topic', { topic, action }),
  /** @param subject `group/…` or `everyone`; a user has a page of its own. */
  subject: (subject: string) =>
    subject.startsWith('user/')
      ? addressOf.user(subject.slice('user/'.length))
      : withQuery('/console/subject', { subject }),
  explain: (
    question: {
      readonly user?: string;
      readonly action?: string;
      readonly topic?: string;
      readonly device?: string;
    } = {},
  ) => withQuery('/console/explain', question),
  user: (userId: string) => `/console/users/${encodeURIComponent(userId)}`,
  /** One of them at most. */
  users: (
    search: {
      readonly username?: string;
      readonly email?: string;
      readonly identityId?: string;
      readonly group?: string;
    } = {},
  ) => withQuery('/console/users', search),
  audit: (filter: AuditFilter = {}) => withQuery('/console/audit', filter),
};
