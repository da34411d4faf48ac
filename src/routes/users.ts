// /users, what is decided about them, and /reconciliations: what is asked of the flows, and what is answered.
import type { Fault } from '../domain/fault.ts';
import { ok, type Result } from '../domain/result.ts';
import { formatSubject } from '../domain/subject.ts';
import type { Caller } from '../http/caller.ts';
import type { RequestContext, SignedInEndpoint } from '../http/endpoint.ts';
import type { Reply } from '../http/reply.ts';
import type { UserRequest } from '../provisioning/change-user.ts';
import type { DisconnectUser } from '../provisioning/disconnect-user.ts';
import type { ListUsers, UserQuery } from '../provisioning/list-users.ts';
import type { OffboardUser } from '../provisioning/offboard-user.ts';
import type { ReadUser } from '../provisioning/read-user.ts';
import type { RemoveUserDevice } from '../provisioning/remove-user-device.ts';
import type { RequestReconciliation } from '../provisioning/request-reconciliation.ts';
import type { ResumeUser } from '../provisioning/resume-user.ts';
import type { UserChanged } from '../provisioning/settle-user.ts';
import type { SuspendUser } from '../provisioning/suspend-user.ts';
import { listBody } from '../schema/list.ts';
import * as shape from '../schema/users.ts';

export type UserFlows = {
  readonly listUsers: ListUsers;
  readonly readUser: ReadUser;
  readonly suspendUser: SuspendUser;
  readonly resumeUser: ResumeUser;
  readonly disconnectUser: DisconnectUser;
  readonly removeUserDevice: RemoveUserDevice;
  readonly offboardUser: OffboardUser;
  readonly requestReconciliation: RequestReconciliation;
};

/** `flowsFor` a request: none of their calls outlives its signal. */
export const userRoutes = (
  administrator: SignedInEndpoint,
  flowsFor: (signal: AbortSignal, requestId: string) => UserFlows,
) => ({
  'GET /users': administrator(shape.ListUsersRequest, async ({ query, requestId, now, signal }) => {
    const { limit, cursor } = query;
    const page = await flowsFor(signal, requestId).listUsers(queryOf(query), { limit, after: cursor });
    const bodyOf = (found: (typeof page.items)[number]) =>
      shape.userBody({ ...found, userId: (found.user ?? found.pool).userId }, now);
    return ok({ status: 200, body: listBody('users', page, bodyOf) });
  }),

  'GET /users/{userId}': administrator(shape.GetUserRequest, async ({ path, requestId, now, signal }) => {
    const found = await flowsFor(signal, requestId).readUser(path.userId, now);
    return found.ok ? ok({ status: 200, body: shape.userPageBody(found.value, now) }) : found;
  }),

  'POST /users/{userId}/suspend': administrator(shape.SuspendUserRequest, async (request) => {
    const { suspendUser } = flowsFor(request.signal, request.requestId);
    return changed(await suspendUser(decisionOf(request, request.body.reason)), request.now);
  }),

  'POST /users/{userId}/resume': administrator(shape.ResumeUserRequest, async (request) => {
    const { resumeUser } = flowsFor(request.signal, request.requestId);
    return changed(await resumeUser(decisionOf(request, request.body.reason)), request.now);
  }),

  'POST /users/{userId}/disconnect': administrator(shape.DisconnectUserRequest, async (request) => {
    const { signOut = false, reason } = request.body;
    const { disconnectUser } = flowsFor(request.signal, request.requestId);
    const decision = { ...decisionOf(request, reason), signIn: signOut ? 'ended' : 'kept' } as const;
    return changed(await disconnectUser(decision), request.now);
  }),

  'DELETE /users/{userId}/devices/{deviceId}': administrator(
    shape.RemoveUserDeviceRequest,
    async (request) => {
      const { block, reason } = request.query;
      const { removeUserDevice } = flowsFor(request.signal, request.requestId);
      const removed = await removeUserDevice({
        ...decisionOf(request, reason),
        deviceId: request.path.deviceId,
        block: block === undefined ? 'left' : block === 'true' ? 'set' : 'lifted',
      });
      if (!removed.ok) return removed;
      return removed.value.state === 'applied' ? ok({ status: 204 }) : changed(removed, request.now);
    },
  ),

  /** 202: nothing is allowed any more when it is answered; what is left of policies is deleted some minutes later. */
  'DELETE /users/{userId}': administrator(shape.OffboardUserRequest, async (request) => {
    const { offboardUser } = flowsFor(request.signal, request.requestId);
    const offboarded = await offboardUser(decisionOf(request, request.query.reason));
    return offboarded.ok ? ok({ status: 202, body: bodyOf(offboarded.value, request.now) }) : offboarded;
  }),

  'POST /reconciliations': administrator(
    shape.ReconcileRequest,
    async ({ body: { subject }, requestId, now, signal }) => {
      await flowsFor(signal, requestId).requestReconciliation(subject, now);
      const body = { ...(subject && { subject: formatSubject(subject) }), state: 'pending' };
      return ok({ status: 202, body });
    },
  ),
});

type Query = {
  readonly [Key in 'username' | 'email']?: string | undefined;
} & {
  readonly identityId?: Extract<UserQuery, { by: 'identity' }>['identityId'] | undefined;
  readonly group?: Extract<UserQuery, { by: 'group' }>['group'] | undefined;
};

/** At most one of them is there. */
const queryOf = ({ username, email, identityId, group }: Query): UserQuery => {
  if (username !== undefined) return { by: 'username', username };
  if (email !== undefined) return { by: 'email', email };
  if (identityId !== undefined) return { by: 'identity', identityId };
  return group === undefined ? { by: 'all' } : { by: 'group', group };
};

const decisionOf = (
  {
    path,
    caller,
    requestId,
    now,
  }: RequestContext & { readonly caller: Caller; readonly path: Pick<UserRequest, 'userId'> },
  reason: string | undefined,
): UserRequest => ({ userId: path.userId, actor: caller.userId, reason, requestId, now });

const changed = (result: Result<UserChanged, Fault>, now: number): Result<Reply, Fault> =>
  result.ok
    ? ok({ status: result.value.state === 'applied' ? 200 : 202, body: bodyOf(result.value, now) })
    : result;

/** While something is left to do, all of it may be: it is said to be pending even where the attachments are not. */
const bodyOf = ({ user, state }: UserChanged, now: number) =>
  shape.userBody({ userId: user.userId, user, ...(state === 'pending' && { pending: true }) }, now);
