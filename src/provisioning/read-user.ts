// GET /users/{userId}: what is stored of a user, what the user pool says, and what AWS has – as far as it answers.
import { type AttachmentDifference, attachmentDifferences } from '../domain/attachment-differences.ts';
import type { Permissions } from '../domain/describe-permissions.ts';
import type { Fault } from '../domain/fault.ts';
import { expectedBy } from '../domain/grant-status.ts';
import { type DeviceId, type GroupName, thingNameOf, type UserId } from '../domain/identifiers.ts';
import { type PolicyName, suspendedPolicyName } from '../domain/policy-name.ts';
import type { PolicySpace } from '../domain/policy-space.ts';
import { ok, type Result, refuse } from '../domain/result.ts';
import { formatSubject } from '../domain/subject.ts';
import type { TopicFilter } from '../domain/topic-filter.ts';
import { isBehind, isRegistered, type User } from '../domain/user.ts';
import { wantedPolicies } from '../domain/wanted-policies.ts';
import { effectiveByOf, permissionsOf } from './describe.ts';
import type {
  AttachmentControl,
  ConnectionReader,
  DueStore,
  Provisioning,
  ProvisioningStore,
} from './ports.ts';
import type { PoolUser, PoolUsers } from './user-pool-port.ts';

type UserPage = {
  readonly userId: UserId;
  readonly user: User | undefined;
  readonly pool: PoolUser | undefined;
  /** Of somebody who is not stored, those of the user pool. */
  readonly groups: readonly GroupName[];
  /** By device, whether its session is live; those that could not be asked are absent. */
  readonly connected: ReadonlyMap<DeviceId, boolean>;
  readonly attachments: {
    readonly wanted: readonly PolicyName[];
    /** Absent with `drift` when IoT Core has not answered. */
    readonly present?: readonly PolicyName[] | undefined;
    readonly drift?: readonly AttachmentDifference[] | undefined;
    /** Subjects whose policies find no place. */
    readonly withheld: readonly string[];
  };
  /** Places taken, `suspended` not counted. */
  readonly used: number;
  readonly permissions: Permissions;
  readonly pending: boolean;
  /** Epoch milliseconds. */
  readonly effectiveBy: number;
  /** What could not be asked, and is missing therefore. */
  readonly unavailable: readonly Source[];
};

type Source = 'user-pool' | 'attachments' | 'connections';

export type ReadUser = (userId: UserId, now: number) => Promise<Result<UserPage, Fault>>;

type Dependencies = {
  readonly store: ProvisioningStore & Pick<DueStore, 'isDue'>;
  readonly poolUsers: Pick<PoolUsers, 'findByUserId' | 'groupsOf'>;
  readonly attachments: Pick<AttachmentControl, 'listAttached'>;
  readonly connectionStates: ConnectionReader;
  readonly space: PolicySpace;
  /** Where messages may be retained: the role decides it, not the grants. */
  readonly retainedTopics: readonly TopicFilter[];
  /** Told of what AWS refused, throttled or did not answer. */
  readonly report: (error: unknown) => void;
};

export const readUser =
  (deps: Dependencies): ReadUser =>
  async (userId, now) => {
    const failures = new Map<Source, unknown>();
    const asked = asking(deps.report, failures);
    const [{ user }, pool] = await Promise.all([
      deps.store.readProvisioning({ userId, groups: [] }),
      asked('user-pool', async () => (await deps.poolUsers.findByUserId(userId)) ?? 'nobody'),
    ]);
    const known = pool === 'nobody' ? undefined : pool;
    const groups = user?.groups ?? (known && (await deps.poolUsers.groupsOf(known.username))) ?? [];
    const [{ scopes }, isDue, present, connected] = await Promise.all([
      deps.store.readProvisioning({ userId, groups }),
      deps.store.isDue({ task: 'apply-user', userId }),
      asked('attachments', async () => listAttached(deps, user)),
      connectionsOf(deps, user, asked),
    ]);
    const isKnown = user || known || scopes.some(({ subject }) => subject.kind === 'user');
    // Nobody can say that there is no such user while the user pool does not answer.
    if (!isKnown && failures.has('user-pool')) throw failures.get('user-pool');
    if (!isKnown) return refuse({ kind: 'user-not-found', userId });
    const attachments = attachmentsOf(deps.space, user, scopes, present);
    return ok({
      userId,
      user,
      pool: known,
      groups,
      connected,
      ...attachments,
      permissions: permissionsOf({ userId, user, scopes, now }, deps.retainedTopics),
      ...spreading(user, scopes, isDue, now),
      unavailable: [...failures.keys()].sort(),
    });
  };

/** What AWS answers; undefined, noted and reported when it does not. */
const asking =
  (report: (error: unknown) => void, failures: Map<Source, unknown>) =>
  async <Answer>(source: Source, ask: () => Promise<Answer>): Promise<Answer | undefined> => {
    try {
      return await ask();
    } catch (error) {
      failures.set(source, error);
      report(error);
      return undefined;
    }
  };

const listAttached = async ({ attachments }: Dependencies, user: User | undefined) =>
  user && isRegistered(user) ? attachments.listAttached(user.identityId) : [];

const connectionsOf = async (
  { connectionStates }: Dependencies,
  user: User | undefined,
  asked: ReturnType<typeof asking>,
): Promise<UserPage['connected']> => {
  if (!user || !isRegistered(user)) return new Map();
  const states = await Promise.all(
    user.devices.map(async ({ deviceId }) => {
      const clientId = thingNameOf(user.identityId, deviceId);
      return [deviceId, await asked('connections', () => connectionStates.isConnected(clientId))] as const;
    }),
  );
  return new Map(states.flatMap(([deviceId, is]) => (is === undefined ? [] : [[deviceId, is] as const])));
};

const attachmentsOf = (
  space: PolicySpace,
  user: User | undefined,
  scopes: Provisioning['scopes'],
  present: readonly PolicyName[] | undefined,
): Pick<UserPage, 'attachments' | 'used'> => {
  const { wanted, withheld } = user ? wantedPolicies(user, scopes, space) : { wanted: [], withheld: [] };
  const drift = present && attachmentDifferences(wanted, present, space);
  const foreign = drift?.filter(({ kind }) => kind === 'foreign') ?? [];
  const counted = wanted.filter((name) => name !== suspendedPolicyName(space));
  return {
    attachments: {
      wanted,
      withheld: withheld.map(formatSubject),
      ...(present && { present: present.toSorted() }),
      ...(drift && { drift }),
    },
    used: counted.length + foreign.length,
  };
};

const spreading = (
  user: User | undefined,
  scopes: Provisioning['scopes'],
  isDue: boolean,
  now: number,
): Pick<UserPage, 'pending' | 'effectiveBy'> => {
  const areBehind = scopes.some((each) => each.generation !== each.appliedGeneration);
  const pending = isDue || areBehind || (user !== undefined && isBehind(user));
  const last = user
    ? effectiveByOf(user, scopes)
    : Math.max(0, ...scopes.map(({ effectiveBy }) => effectiveBy));
  return { pending, effectiveBy: pending ? Math.max(last, expectedBy(now)) : last };
};
