// Takes away what an offboarded user still has: devices that came in between, its own grants, its memberships.
import type { Due, Task } from '../domain/due.ts';
import type { RecordedGrant } from '../domain/recorded-grant.ts';
import type { Scope, StandingGrant } from '../domain/scope.ts';
import { formatSubject, type Subject } from '../domain/subject.ts';
import type { User } from '../domain/user.ts';
import { auditedGrant } from './audited-grant.ts';
import type { FinishRemoval } from './finish-removal.ts';
import { forgetMemberships } from './forget-memberships.ts';
import { done, type Outcome, waiting } from './outcome.ts';
import type { GrantStore, MemberStore, ProvisioningStore, ScopeChange, Stored } from './ports.ts';

export type FinishOffboarding = (work: Work) => Promise<Outcome>;

type Work = Extract<Task, { readonly task: 'finish-offboarding' }>;

type Dependencies = {
  readonly store: Pick<GrantStore, 'readUsers' | 'readScopes' | 'readGrants' | 'changeScopes'> &
    Pick<ProvisioningStore, 'readProvisioning'> &
    Pick<MemberStore, 'saveMemberships' | 'removeMemberships'>;
  readonly finishRemoval: FinishRemoval;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly requestId: string;
};

/** One transaction removes so many (100 items), with the scope, what is due and the audit event. */
const grantsAtOnce = 80;
/** How long somebody else is left to apply the user, in milliseconds. */
const patienceMs = 5_000;

/** Safe to repeat. Of somebody who has been resumed meanwhile nothing is begun; what was begun is brought to its end. */
export const finishOffboarding =
  (deps: Dependencies): FinishOffboarding =>
  async (work) => {
    const { store, clock } = deps;
    const { userId } = work;
    const [user] = await store.readUsers([userId]);
    if (user?.status === 'offboarded') await removeDevices(deps, user);
    await revokeGrants(deps, work);
    const [now] = await store.readUsers([userId]);
    if (now?.status !== 'offboarded') return done;
    // A membership that outlives its attachments does no harm; the other way round it would.
    if (now.appliedGeneration !== now.generation) return waiting(work, clock() + patienceMs);
    await forgetMemberships(store, userId, work.groups);
    return done;
  };

/** Those whose removal is not due already: they were not stored, or too many, when the user was offboarded. */
const removeDevices = async ({ finishRemoval }: Dependencies, { userId, devices }: User): Promise<void> => {
  for (const { deviceId, state } of devices) {
    if (state !== 'removing') await finishRemoval({ task: 'finish-removal', userId, deviceId });
  }
};

/** The scope allows nothing from the first portion on. */
const revokeGrants = async (deps: Dependencies, work: Work): Promise<void> => {
  const subject: Subject = { kind: 'user', userId: work.userId };
  for (;;) {
    const [[user], [scope]] = await Promise.all([
      deps.store.readUsers([work.userId]),
      deps.store.readScopes([subject]),
    ]);
    if (scope === undefined) return;
    const isBegun = scope.state === 'deleting';
    if (isBegun ? grantsOf(scope).length === 0 : user?.status !== 'offboarded') return;
    await revokePortion(deps, work, scope);
  }
};

/** `conflict`: the scope has changed meanwhile, or somebody else is taking it away; it is read anew. */
const revokePortion = async (deps: Dependencies, work: Work, scope: Scope): Promise<Stored> => {
  const { store, newId } = deps;
  const { subject, description, documents } = scope;
  const portion = new Set(
    grantsOf(scope)
      .slice(0, grantsAtOnce)
      .map(({ grantId }) => grantId),
  );
  const stays = ({ grantId }: StandingGrant) => !portion.has(grantId);
  const rest = { grants: scope.grants.filter(stays), expired: scope.expired.filter(stays) };
  const revoked = portion.size > 0 ? await store.readGrants([...portion]) : [];
  const generation = scope.generation + 1;
  return store.changeScopes({
    scopes: [
      {
        scope: { subject, state: 'deleting', description, documents, ...rest, generation },
        was: scope.generation,
      },
    ],
    puts: [],
    removals: revoked.map(({ grantId, version }) => ({ grantId, was: version })),
    users: [],
    due: grantsOf(rest).length === 0 ? [deletionOf(deps, subject)] : [],
    audit: auditOf(deps, work, revoked, newId()),
  });
};

const grantsOf = ({ grants, expired }: Pick<Scope, 'grants' | 'expired'>): readonly StandingGrant[] => [
  ...grants,
  ...expired,
];

const deletionOf = ({ clock, newId }: Dependencies, subject: Subject): Due => ({
  work: { task: 'delete-scope', subject },
  dueAt: clock(),
  failures: 0,
  stamp: newId(),
});

const auditOf = (
  { clock, requestId }: Dependencies,
  { userId, actor }: Work,
  revoked: readonly RecordedGrant[],
  auditId: string,
): ScopeChange['audit'] => ({
  auditId,
  at: clock(),
  actor,
  subjects: [formatSubject({ kind: 'user', userId })],
  action: 'grants-changed',
  requestId,
  before: revoked.map(auditedGrant),
  after: [],
});
