// /grants, /grants/batch and /grants/{grantId}: what is asked of the flows, and what is answered.
import type { Fault } from '../domain/fault.ts';
import type { PolicySpace } from '../domain/policy-space.ts';
import { ok, type Result } from '../domain/result.ts';
import type { Caller } from '../http/caller.ts';
import type { RequestContext, SignedInEndpoint } from '../http/endpoint.ts';
import type { Reply } from '../http/reply.ts';
import type { ChangeGrants, GrantOperation, GrantsChanged } from '../provisioning/change-grants.ts';
import type { PreviewGrants } from '../provisioning/preview-grants.ts';
import type { ListGrants, ReadGrant } from '../provisioning/read-grants.ts';
import { entityTag } from '../schema/entity-tag.ts';
import { grantBody, previewBody } from '../schema/grant-body.ts';
import * as shape from '../schema/grants.ts';
import { listBody } from '../schema/list.ts';
import { changedGrant, changedGrants } from './changed-grants.ts';
import { batchOperations, singleOperation } from './grant-operations.ts';

export type GrantFlows = {
  readonly changeGrants: ChangeGrants;
  readonly previewGrants: PreviewGrants;
  readonly readGrant: ReadGrant;
  readonly listGrants: ListGrants;
};

/** `flowsFor` a request: none of their calls outlives its signal. */
export const grantRoutes = (
  administrator: SignedInEndpoint,
  flowsFor: (signal: AbortSignal) => GrantFlows,
  space: PolicySpace,
) => {
  const change = changing(flowsFor);
  return {
    'GET /grants': administrator(shape.ListGrantsRequest, async ({ query, now, signal }) => {
      const { limit, cursor: after, ...filter } = query;
      const page = await flowsFor(signal).listGrants({ filter, limit, after, now });
      const body = listBody('grants', page, (found) => grantBody({ ...found, space, now }));
      return ok({ status: 200, body });
    }),

    'GET /grants/{grantId}': administrator(shape.GetGrantRequest, async ({ path, now, signal }) => {
      const found = await flowsFor(signal).readGrant(path.grantId);
      if (!found.ok) return found;
      const body = grantBody({ ...found.value, space, now });
      return ok({ status: 200, headers: { ETag: entityTag(body.version) }, body });
    }),

    'POST /grants': administrator(shape.CreateGrantRequest, (request) => {
      const { body: grant, query, requestPath } = request;
      const operations = singleOperation({ op: 'create', grant }, runOf(query));
      return change(request, operations, (changed) => {
        const { status, grant: body } = changedGrant(changed, space, request.now);
        const headers = { Location: `${requestPath}/${body.grantId}`, ETag: entityTag(body.version) };
        return { status, headers, body };
      });
    }),

    'PUT /grants/{grantId}': administrator(shape.ReplaceGrantRequest, (request) => {
      const { path, body: grant, headers, query } = request;
      const input = { op: 'replace' as const, ...path, ifMatch: headers['if-match'], grant };
      return change(request, singleOperation(input, runOf(query)), (changed) => {
        const { status, grant: body } = changedGrant(changed, space, request.now);
        return { status, headers: { ETag: entityTag(body.version) }, body };
      });
    }),

    'DELETE /grants/{grantId}': administrator(shape.DeleteGrantRequest, (request) => {
      const { path, headers, query } = request;
      const input = { op: 'delete' as const, ...path, ifMatch: headers['if-match'] };
      return change({ ...request, ...query }, singleOperation(input, runOf(query)), (changed) => {
        const { status, grant: body } = changedGrant(changed, space, request.now);
        return { status, body };
      });
    }),

    'POST /grants/batch': administrator(shape.ChangeGrantsRequest, (request) => {
      const { body, query } = request;
      return change(
        { ...request, reason: body.reason },
        batchOperations(body.operations, runOf(query)),
        (changed) => {
          return { status: 200, body: { results: changedGrants(changed, space, request.now) } };
        },
      );
    }),
  };
};

type Changing = RequestContext & {
  readonly caller: Caller;
  readonly query: { readonly dryRun: boolean };
  readonly disconnect?: boolean;
  readonly reason?: string | undefined;
};

/** Makes the change and answers it – or, in a dry run, says what it would make of the documents. */
const changing =
  (flowsFor: (signal: AbortSignal) => GrantFlows) =>
  async (
    { caller, query, disconnect, reason, requestId, now, signal }: Changing,
    operations: Result<readonly GrantOperation[], Fault>,
    answer: (changed: GrantsChanged) => Reply,
  ): Promise<Result<Reply, Fault>> => {
    if (!operations.ok) return operations;
    const flows = flowsFor(signal);
    if (query.dryRun) {
      const preview = await flows.previewGrants({ operations: operations.value, now });
      return preview.ok ? ok({ status: 200, body: previewBody(preview.value) }) : preview;
    }
    const changed = await flows.changeGrants({
      operations: operations.value,
      sessions: disconnect ? 'drop' : 'keep',
      actor: caller.userId,
      requestId,
      now,
      ...(reason !== undefined && { reason }),
    });
    return changed.ok ? ok(answer(changed.value)) : changed;
  };

const runOf = ({ dryRun }: { readonly dryRun: boolean }) => (dryRun ? 'dry' : 'real');
