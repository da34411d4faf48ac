// GET /audit-events – request shape, answer and composition.
import { documentClient } from '../aws/document-client.ts';
import { auditStore } from '../aws/store-audit-events.ts';
import { ok } from '../domain/result.ts';
import { administratorVerifier } from '../http/administrator.ts';
import { callerVerifier } from '../http/caller.ts';
import { endpoint, type SignedInEndpoint } from '../http/endpoint.ts';
import { lambda } from '../http/lambda.ts';
import { type ReadAuditEvents, readAuditEvents } from '../provisioning/read-audit-events.ts';
import { auditEventBody, auditEventList, ListAuditEventsRequest } from '../schema/audit-events.ts';
import { readConfig, variables } from '../schema/config.ts';
import { listBody } from '../schema/list.ts';

export const auditEventsRoute = (
  administrators: SignedInEndpoint,
  read: (signal: AbortSignal) => ReadAuditEvents,
) =>
  administrators(ListAuditEventsRequest, async ({ query: { cursor, ...query }, signal }) => {
    const page = await read(signal)({ ...query, after: cursor });
    return ok({ status: 200, body: listBody(auditEventList, page, auditEventBody) });
  });

const config = readConfig(
  {
    USER_POOL_ID: variables.USER_POOL_ID,
    USER_POOL_CLIENT_IDS: variables.USER_POOL_CLIENT_IDS,
    TABLE_NAME: variables.TABLE_NAME,
    ADMIN_GROUP: variables.ADMIN_GROUP,
    CORS_ORIGINS: variables.CORS_ORIGINS,
    JWKS_URI: variables.JWKS_URI,
  },
  process.env,
);
const documents = documentClient();

const verifier = callerVerifier({
  userPoolId: config.USER_POOL_ID,
  clientIds: config.USER_POOL_CLIENT_IDS,
  jwksUri: config.JWKS_URI,
});

export const handler = lambda(
  {
    'GET /audit-events': auditEventsRoute(
      endpoint(administratorVerifier(verifier, config.ADMIN_GROUP)),
      (abortSignal) =>
        readAuditEvents(auditStore({ client: documents, tableName: config.TABLE_NAME, abortSignal })),
    ),
  },
  { corsOrigins: config.CORS_ORIGINS },
);
