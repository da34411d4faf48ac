// The data plane's HTTP beside the broker: connections, and publishing without a connection.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import * as z from 'zod/mini';
import { ok } from '../../src/domain/result.ts';
import { answerCall, type CallDesk, sendFailure } from './answer-call.ts';
import type { Authorizer } from './authorizer.ts';
import { iotFailure, refused } from './aws-failure.ts';
import type { Broker } from './broker.ts';
import type { CredentialStore } from './credentials.ts';
import { matchPath } from './match-path.ts';
import { payloadFault, qosFault, topicFault } from './mqtt-rules.ts';
import { BooleanText, done, NumberText, type Outcome } from './operation.ts';
import { readBody } from './read-body.ts';
import { requestUrl } from './request-url.ts';
import { verifySignedRequest } from './verify-signed-request.ts';

export type DataPlane = {
  readonly broker: Broker;
  readonly authorizer: Authorizer;
  readonly credentials: CredentialStore;
  readonly desk: CallDesk;
  readonly region: string;
};

export const dataPlane =
  (plane: DataPlane): RequestListener =>
  (request, response) => {
    answer(plane, request, response).catch((cause: unknown) =>
      sendFailure(response, json, iotFailure('InternalFailureException', String(cause))),
    );
  };

const json = 'application/json';

const answer = async (
  plane: DataPlane,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const url = requestUrl(request);
  const body = (await readBody(request)) ?? Buffer.alloc(0);
  const call = callFor(plane, request, url, body);
  if (call === undefined) {
    return sendFailure(
      response,
      json,
      iotFailure('ResourceNotFoundException', `No operation at ${url.pathname}`),
    );
  }
  const throttled = iotFailure('ThrottlingException', 'Rate exceeded');
  await answerCall(
    plane.desk,
    { service: 'iot-data-plane', throttled, contentType: json, ...call },
    response,
  );
};

type DataCall = { readonly operation: string; readonly input: object; readonly run: () => Promise<Outcome> };

const callFor = (
  plane: DataPlane,
  request: IncomingMessage,
  url: URL,
  body: Buffer,
): DataCall | undefined => {
  const query = Object.fromEntries(url.searchParams);
  const connection = matchPath('/connections/{clientId}', url.pathname);
  if (connection && request.method === 'GET') {
    const input = { ...connection, ...query };
    return { operation: 'GetConnection', input, run: async () => getConnection(plane, input) };
  }
  if (connection && request.method === 'DELETE') {
    const input = { ...connection, ...query };
    return { operation: 'DeleteConnection', input, run: () => deleteConnection(plane, input) };
  }
  const topic = request.method === 'POST' && matchPath('/topics/{topic}', url.pathname);
  if (topic) {
    const input = { ...topic, ...query };
    return { operation: 'Publish', input, run: () => publish(plane, input, request, url, body) };
  }
  return undefined;
};

const Deletion = z.object({
  clientId: z.string(),
  cleanSession: z.optional(BooleanText),
  preventWillMessage: z.optional(BooleanText),
});

const deleteConnection = async ({ broker }: DataPlane, input: unknown): Promise<Outcome> => {
  const parsed = Deletion.safeParse(input);
  if (!parsed.success) return refused('InvalidRequestException', z.prettifyError(parsed.error));
  const { clientId, cleanSession = false, preventWillMessage = false } = parsed.data;
  const known = await broker.disconnect(clientId, { cleanSession, preventWillMessage });
  return known ? done : refused('ResourceNotFoundException', `Client ${clientId} is not connected`);
};

/** Nothing is kept of a connection that has ended: it is as one that never was. */
const getConnection = ({ broker }: DataPlane, input: unknown): Outcome => {
  const { clientId } = Lookup.parse(input);
  return broker.isConnected(clientId)
    ? ok({ connected: true, clientId })
    : refused('ResourceNotFoundException', `Client ${clientId} is not connected`);
};

const Lookup = z.object({ clientId: z.string() });

const Publication = z.object({
  topic: z.string(),
  qos: z.optional(NumberText),
  retain: z.optional(BooleanText),
});

/** "There is no client ID over HTTPS": nothing of a connection or a thing resolves. */
const publish = async (
  { broker, authorizer, credentials, region, desk }: DataPlane,
  input: unknown,
  request: IncomingMessage,
  url: URL,
  payload: Buffer,
): Promise<Outcome> => {
  const signed = { method: 'POST', url, headers: request.headers, body: payload, region, now: desk.now() };
  const verified = verifySignedRequest(signed, credentials);
  if (!verified.ok) return refused('ForbiddenException', `Forbidden: ${verified.fault}`);
  const parsed = Publication.safeParse(input);
  if (!parsed.success) return refused('InvalidRequestException', z.prettifyError(parsed.error));
  const { topic, qos = 0, retain = false } = parsed.data;
  const tooLarge = payloadFault(payload);
  if (tooLarge) return refused('RequestEntityTooLargeException', tooLarge);
  const fault = topicFault(topic) ?? qosFault(qos);
  if (fault) return refused('InvalidRequestException', fault);
  if (!authorizer.publish({ identityId: verified.value.identityId }, { topic, retain })) {
    return refused('ForbiddenException', 'Forbidden');
  }
  await broker.publish({ topic, payload, qos, retain });
  return done;
};
