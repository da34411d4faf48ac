// The end of grants is a change of its own: recorded in one transaction with all that follows, then applied at once.
import type { AuditEvent } from '../domain/audit-event.ts';
import type { Task } from '../domain/due.ts';
import { type ExpiredScope, expireScope, nextInstant } from '../domain/expire-scope.ts';
import type { PolicySpace } from '../domain/policy-space.ts';
import type { RecordedGrant } from '../domain/recorded-grant.ts';
import type { Scope, StandingGrant } from '../domain/scope.ts';
import { formatSubject } from '../domain/subject.ts';
import { auditedGrant } from './audited-grant.ts';
import { done, type Outcome, waiting } from './outcome.ts';
import type { GrantStore, MemberStore, Stored } from './ports.ts';
import { usersOf, workOf } from './scope-work.ts';
import type { SettleChange } from './settle-change.ts';

export type ExpireGrants = (work: Work) => Promise<Outcome>;

type Work = Extract<Task, { readonly task: 'expire-grants' }>;

type Dependencies = {
  readonly store: Pick<GrantStore, 'readScopes' | 'readGrants' | 'readUsers' | 'changeScopes'> &
    Pick<MemberStore, 'countMembers'>;
  readonly settleChange: SettleChange;
  readonly space: PolicySpace;
  /** Of the sweep, as the audit event names it. */
  readonly requestId: string;
  readonly clock: () => number;
  readonly newId: () => string;
};

/** As many as one transaction forgets: "up to 100 items", with the scope, what is due and the audit event among them. */
const forgottenAtOnce = 80;

const maxAttempts = 5;

/** What is due next – a later end, or the rest of what is to be forgotten – is stored with the change. */
export const expireGrants =
  (deps: Dependencies): ExpireGrants =>
  async (work) => {
    for (let attempt = 1; attempt <= maxAttempts; attempt++) {
      const now = deps.clock();
      const [scope] = await deps.store.readScopes([work.subject]);
      if (scope === undefined) return done;
      const expired = expireScope({ space: deps.space, scope, now });
      if (expired === undefined) {
        const next = nextInstant(scope);
        return next === undefined ? done : waiting(work, next);
      }
      if ((await record(deps, scope, inPortion(expired, scope), now)) === 'stored') return done;
    }
    throw new Error(`The grants of ${formatSubject(work.subject)} are being changed by others all the time.`);
  };

const record = async (
  deps: Dependencies,
  was: Scope,
  expired: ExpiredScope,
  now: number,
): Promise<Stored> => {
  const { store, newId } = deps;
  const { subject } = was;
  const users = subject.kind === 'user' ? await store.readUsers([subject.userId]) : [];
  const [removals, ended] = await Promise.all([
    store.readGrants(expired.purged),
    store.readGrants(expired.ended.map(({ grantId }) => grantId)),
  ]);
  const work = await workOf(
    store,
    { ...expired, was },
    { users: new Map(users.map((user) => [user.userId, user])), sessions: 'keep', now, newId },
  );
  const stored = await store.changeScopes({
    scopes: [{ scope: expired.scope, was: was.generation }],
    puts: [],
    removals: removals.map(({ grantId, version }) => ({ grantId, was: version })),
    users: usersOf(work),
    due: work.due,
    audit: auditOf(deps, expired, ended, now),
  });
  if (stored === 'stored') await deps.settleChange([work]);
  return stored;
};

/** The rest of what is to be forgotten stays, and is due at once. */
const inPortion = (whole: ExpiredScope, before: Scope): ExpiredScope => {
  const later = new Set(whole.purged.slice(forgottenAtOnce));
  if (later.size === 0) return whole;
  const stay = [...before.expired, ...whole.ended].filter(({ grantId }) => later.has(grantId));
  const expired = [...whole.scope.expired, ...stay].sort(byId);
  return { ...whole, scope: { ...whole.scope, expired }, purged: whole.purged.slice(0, forgottenAtOnce) };
};

const byId = (one: StandingGrant, other: StandingGrant): number => (one.grantId < other.grantId ? -1 : 1);

const auditOf = (
  { requestId, newId }: Dependencies,
  { scope, purged }: ExpiredScope,
  ended: readonly RecordedGrant[],
  now: number,
): AuditEvent => ({
  auditId: newId(),
  at: now,
  actor: 'system',
  subjects: [formatSubject(scope.subject)],
  action: 'grants-expired',
  requestId,
  before: ended.map(auditedGrant),
  ...(purged.length > 0 && { after: { forgotten: purged } }),
});
