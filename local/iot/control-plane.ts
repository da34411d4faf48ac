// The control plane's HTTP: REST paths to operations, and `/_local/…` for tests. Takes any signature.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { answerCall, type CallDesk, sendFailure, sendJson } from './answer-call.ts';
import { attachmentOperations } from './attachment-operations.ts';
import { iotFailure } from './aws-failure.ts';
import type { IotState } from './iot-state.ts';
import { localRoute } from './local-routes.ts';
import { matchPath } from './match-path.ts';
import type { Operation } from './operation.ts';
import { policyOperations } from './policy-operations.ts';
import { policyVersionOperations } from './policy-version-operations.ts';
import { parseJsonObject, readBody } from './read-body.ts';
import { requestUrl } from './request-url.ts';
import { thingOperations } from './thing-operations.ts';
import { thingPrincipalOperations } from './thing-principal-operations.ts';

const operations = [
  ...policyOperations,
  ...policyVersionOperations,
  ...attachmentOperations,
  ...thingOperations,
  ...thingPrincipalOperations,
];
const json = 'application/json';

export const controlPlane =
  (state: IotState, desk: CallDesk): RequestListener =>
  (request, response) => {
    answer(state, desk, request, response).catch((cause: unknown) =>
      sendFailure(response, json, iotFailure('InternalFailureException', String(cause))),
    );
  };

const answer = async (
  state: IotState,
  desk: CallDesk,
  request: IncomingMessage,
  response: ServerResponse,
) => {
  const url = requestUrl(request);
  const text = (await readBody(request))?.toString('utf8');
  if (text === undefined) {
    return sendFailure(response, json, iotFailure('InvalidRequestException', 'The body is too large'));
  }
  if (url.pathname.startsWith('/_local/')) {
    const { status, body } = localRoute(desk, `${request.method} ${url.pathname}`, text);
    return sendJson(response, status, json, body);
  }

  const match = matchOperation(request.method ?? '', url.pathname);
  if (match === undefined) {
    const failure = iotFailure(
      'ResourceNotFoundException',
      `No operation at ${request.method} ${url.pathname}`,
    );
    return sendFailure(response, json, failure);
  }
  const body = parseJsonObject(text);
  const principal = request.headers['x-amzn-principal'];
  const input = {
    ...body,
    ...Object.fromEntries(url.searchParams),
    ...(principal && { principal }),
    ...match.members,
  };
  const { operation } = match;
  await answerCall(
    desk,
    {
      service: 'iot',
      operation: operation.name,
      input,
      throttled: iotFailure('ThrottlingException', 'Rate exceeded'),
      contentType: json,
      run: () => operation.run(state, body === undefined ? undefined : input),
    },
    response,
  );
};

type Match = { readonly operation: Operation; readonly members: Readonly<Record<string, string>> };

const matchOperation = (method: string, path: string): Match | undefined => {
  for (const operation of operations) {
    const members = operation.method === method ? matchPath(operation.path, path) : undefined;
    if (members) return { operation, members };
  }
  return undefined;
};
