// What happens to a call to any of the stand-ins: throttle, fault, operation, record, answer.

import type { ServerResponse } from 'node:http';
import { refuse } from '../../src/domain/result.ts';
import type { AwsFailure } from './aws-failure.ts';
import type { Calls } from './calls.ts';
import type { Faults } from './faults.ts';
import type { Outcome } from './operation.ts';
import type { Throttle } from './throttle.ts';

export type CallDesk = {
  readonly calls: Calls;
  readonly faults: Faults;
  readonly throttle: Throttle;
  readonly now: () => number;
};

export type IncomingCall = {
  readonly service: 'iot' | 'iot-data-plane' | 'cognito-identity';
  readonly operation: string;
  /** For the record: without tokens and payloads. */
  readonly input: unknown;
  readonly run: () => Outcome | Promise<Outcome>;
  /** How this service says "too many calls". */
  readonly throttled: AwsFailure;
  readonly contentType: string;
};

export const answerCall = async (
  desk: CallDesk,
  call: IncomingCall,
  response: ServerResponse,
): Promise<void> => {
  const { service, operation, input } = call;
  const record = (status: number) =>
    desk.calls.record({ service, operation, input, status, at: new Date(desk.now()).toISOString() });

  const effect = desk.faults.next(operation);
  if (effect?.kind === 'hang') {
    record(0);
    return;
  }
  const outcome = await decide(desk, call, effect?.kind === 'error' ? effect : undefined);
  const status = outcome.ok ? 200 : outcome.fault.status;
  record(status);
  if (effect?.kind === 'lost-answer') {
    response.socket?.destroy();
    return;
  }
  if (outcome.ok) sendJson(response, status, call.contentType, outcome.value);
  else sendFailure(response, call.contentType, outcome.fault);
};

/** REST services name the error in the header, JSON-RPC ones in the body: each reads its own. */
export const sendFailure = (response: ServerResponse, contentType: string, failure: AwsFailure): void => {
  response.setHeader('x-amzn-errortype', failure.name);
  sendJson(response, failure.status, contentType, { __type: failure.name, message: failure.message });
};

export const sendJson = (
  response: ServerResponse,
  status: number,
  contentType: string,
  body: unknown,
): void => {
  response.writeHead(status, { 'content-type': contentType }).end(JSON.stringify(body));
};

type InjectedError = { readonly name: string; readonly status: number };

const decide = async (
  desk: CallDesk,
  call: IncomingCall,
  injected: InjectedError | undefined,
): Promise<Outcome> => {
  if (injected) {
    return refuse({ name: injected.name, status: injected.status, message: 'Asked for by a test' });
  }
  if (!desk.throttle.admits(call.operation, desk.now())) return refuse(call.throttled);
  return call.run();
};
