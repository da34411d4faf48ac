// POST /access/v1/… – OpenID AuthZEN Authorization API 1.0: answers and composition; the flows are in src/provisioning.
import { documentClient } from '../aws/document-client.ts';
import { grantReads } from '../aws/store-grants.ts';
import { memberReads } from '../aws/store-members.ts';
import { provisioningStore } from '../aws/store-provisioning.ts';
import type { GroupName } from '../domain/identifiers.ts';
import { ok, refuse } from '../domain/result.ts';
import { administratorVerifier, isAdministrator } from '../http/administrator.ts';
import { callerVerifier } from '../http/caller.ts';
import { endpoint, type SignedInEndpoint } from '../http/endpoint.ts';
import { readEvaluations } from '../http/evaluations.ts';
import { lambda } from '../http/lambda.ts';
import { type AnswerAccess, type Asker, answerAccess } from '../provisioning/answer-access.ts';
import { type SearchSubjects, searchSubjects } from '../provisioning/search-subjects.ts';
import { evaluationBodies, subjectSearchBody } from '../schema/access-bodies.ts';
import { EvaluationRequest, EvaluationsRequest, SubjectSearchRequest } from '../schema/authzen.ts';
import { readConfig, variables } from '../schema/config.ts';
import { formatSearchToken, parseSearchToken } from '../schema/search-token.ts';

type Answering = {
  readonly answer: (signal: AbortSignal) => AnswerAccess;
  readonly adminGroup: GroupName;
};

export const evaluationRoute = (signedIn: SignedInEndpoint, { answer, adminGroup }: Answering) =>
  signedIn(EvaluationRequest, async ({ caller, body, now, signal }) => {
    const asker = { ...caller, isAdministrator: isAdministrator(caller, adminGroup) };
    const answers = await answer(signal)({ asker, requests: [ok(body)], semantic: 'execute_all', now });
    return answers.ok
      ? ok({ status: 200, body: evaluationBodies(answers.value, readerOf(asker))[0] })
      : answers;
  });

export const evaluationsRoute = (signedIn: SignedInEndpoint, { answer, adminGroup }: Answering) =>
  signedIn(EvaluationsRequest, async ({ caller, body, now, signal }) => {
    const read = readEvaluations(body);
    if (!read.ok) return read;
    const asker = { ...caller, isAdministrator: isAdministrator(caller, adminGroup) };
    const semantic = body.options?.evaluations_semantic ?? 'execute_all';
    const answers = await answer(signal)({ asker, requests: read.value.requests, semantic, now });
    if (!answers.ok) return answers;
    const evaluations = evaluationBodies(answers.value, readerOf(asker));
    return ok({ status: 200, body: read.value.answered === 'singly' ? evaluations[0] : { evaluations } });
  });

export const subjectSearchRoute = (
  administrators: SignedInEndpoint,
  search: (signal: AbortSignal) => SearchSubjects,
) =>
  administrators(SubjectSearchRequest, async ({ body, now, signal }) => {
    const { subject, action, resource, context, page = {} } = body;
    const query = [subject.type, action.name, resource.type, resource.id, context?.deviceId ?? ''];
    const from = page.token === undefined ? {} : parseSearchToken(query, page.token);
    if (from === undefined) return refuse({ kind: 'request-invalid', violations: [foreignToken] });
    // Nobody here is of another type.
    if (subject.type !== 'user') return ok({ status: 200, body: subjectSearchBody([], '') });
    const { limit = defaultSearchResults } = page;
    const { found, after } = await search(signal)({ request: body, limit, ...from, now });
    const next = after === undefined && limit > 0 ? '' : formatSearchToken(query, after);
    return ok({ status: 200, body: subjectSearchBody(found, next) });
  });

const readerOf = (asker: Asker) => (asker.isAdministrator ? 'administrator' : 'user');

const defaultSearchResults = 50;

const foreignToken = {
  pointer: '/page/token',
  code: 'token-invalid',
  detail: 'The token is not one that this search has given out.',
};

const config = readConfig(
  {
    USER_POOL_ID: variables.USER_POOL_ID,
    USER_POOL_CLIENT_IDS: variables.USER_POOL_CLIENT_IDS,
    TABLE_NAME: variables.TABLE_NAME,
    RETAINED_TOPICS: variables.RETAINED_TOPICS,
    ADMIN_GROUP: variables.ADMIN_GROUP,
    CORS_ORIGINS: variables.CORS_ORIGINS,
    JWKS_URI: variables.JWKS_URI,
  },
  process.env,
);
const documents = documentClient();

const tableFor = (abortSignal: AbortSignal) => ({
  client: documents,
  tableName: config.TABLE_NAME,
  abortSignal,
});

const verifier = callerVerifier({
  userPoolId: config.USER_POOL_ID,
  clientIds: config.USER_POOL_CLIENT_IDS,
  jwksUri: config.JWKS_URI,
});
const signedIn = endpoint(verifier);
const retainedTopics = config.RETAINED_TOPICS;

const answering: Answering = {
  adminGroup: config.ADMIN_GROUP,
  answer: (signal) => answerAccess({ store: provisioningStore(tableFor(signal)), retainedTopics }),
};

const search = (signal: AbortSignal): SearchSubjects =>
  searchSubjects({
    store: { ...memberReads(tableFor(signal)), ...grantReads(tableFor(signal)) },
    retainedTopics,
  });

export const handler = lambda(
  {
    'POST /access/v1/evaluation': evaluationRoute(signedIn, answering),
    'POST /access/v1/evaluations': evaluationsRoute(signedIn, answering),
    'POST /access/v1/search/subject': subjectSearchRoute(
      endpoint(administratorVerifier(verifier, config.ADMIN_GROUP)),
      search,
    ),
  },
  { corsOrigins: config.CORS_ORIGINS, echoedHeaders: ['X-Request-ID'] },
);
