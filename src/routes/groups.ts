// /groups and /groups/{group}: what is asked of the flows, and what is answered.
import { ok } from '../domain/result.ts';
import type { SignedInEndpoint } from '../http/endpoint.ts';
import type { DeleteGroup } from '../provisioning/delete-group.ts';
import type { PutGroup } from '../provisioning/manage-group.ts';
import type { ListGroups, ReadGroup } from '../provisioning/read-groups.ts';
import * as shape from '../schema/groups.ts';
import { listBody } from '../schema/list.ts';

export type GroupFlows = {
  readonly putGroup: PutGroup;
  readonly deleteGroup: DeleteGroup;
  readonly readGroup: ReadGroup;
  readonly listGroups: ListGroups;
};

/** `flowsFor` a request: none of their calls outlives its signal. */
export const groupRoutes = (
  administrator: SignedInEndpoint,
  flowsFor: (signal: AbortSignal) => GroupFlows,
) => ({
  'GET /groups': administrator(shape.ListGroupsRequest, async ({ query, now, signal }) => {
    const page = await flowsFor(signal).listGroups({ limit: query.limit, after: query.cursor });
    return ok({ status: 200, body: listBody('groups', page, (group) => shape.groupBody(group, now)) });
  }),

  'GET /groups/{group}': administrator(shape.GetGroupRequest, async ({ path, now, signal }) => {
    const found = await flowsFor(signal).readGroup(path.group);
    return found.ok ? ok({ status: 200, body: shape.groupBody(found.value, now) }) : found;
  }),

  'PUT /groups/{group}': administrator(shape.PutGroupRequest, async (request) => {
    const { caller, path, body, requestId, now, signal } = request;
    const put = await flowsFor(signal).putGroup({ ...path, ...body, actor: caller.userId, requestId, now });
    if (!put.ok) return put;
    const { outcome, group } = put.value;
    const isPending = outcome !== 'unchanged' && group.state !== 'applied';
    const status = isPending ? 202 : outcome === 'created' ? 201 : 200;
    return ok({ status, body: shape.groupBody(group, now) });
  }),

  /** 202: its grants end at once, what is attached to its members goes one after another. */
  'DELETE /groups/{group}': administrator(shape.DeleteGroupRequest, async (request) => {
    const { caller, path, requestId, now, signal } = request;
    const deleted = await flowsFor(signal).deleteGroup({ ...path, actor: caller.userId, requestId, now });
    return deleted.ok ? ok({ status: 202, body: shape.groupBody(deleted.value, now) }) : deleted;
  }),
});
