// May this identity do that? The policies effective for it and the role, by the domain's `evaluate`.
import { evaluate } from '../../src/domain/evaluate.ts';
import type { IdentityId } from '../../src/domain/identifiers.ts';
import type { PolicyDocument } from '../../src/domain/policy-document.ts';
import { arnOf, attachedPrincipals, type IotState } from './iot-state.ts';

export type Requester = {
  readonly identityId: IdentityId;
  /** Absent over HTTPS: then no thing variable resolves. */
  readonly clientId?: string;
};

export type Authorizer = {
  readonly connect: (requester: Requester) => boolean;
  /** A retained message needs `iot:RetainPublish` as well. */
  readonly publish: (
    requester: Requester,
    message: { readonly topic: string; readonly retain: boolean },
  ) => boolean;
  readonly subscribe: (requester: Requester, filter: string) => boolean;
  readonly receive: (requester: Requester, topic: string) => boolean;
};

export const createAuthorizer = (state: IotState, role: PolicyDocument): Authorizer => {
  const allows = (requester: Requester, action: `iot:${string}`, resource: string): boolean =>
    evaluate({
      policies: state.effective.of(requester.identityId, state.now()),
      role,
      request: { action, resource, identityId: requester.identityId, ...connectionOf(state, requester) },
    }).allowed;
  return {
    connect: (requester) =>
      allows(requester, 'iot:Connect', arnOf(state, 'client', requester.clientId ?? '')),
    publish: (requester, { topic, retain }) => {
      const resource = arnOf(state, 'topic', topic);
      return (
        allows(requester, 'iot:Publish', resource) &&
        (!retain || allows(requester, 'iot:RetainPublish', resource))
      );
    },
    subscribe: (requester, filter) => allows(requester, 'iot:Subscribe', arnOf(state, 'topicfilter', filter)),
    receive: (requester, topic) => allows(requester, 'iot:Receive', arnOf(state, 'topic', topic)),
  };
};

/** Thing variables resolve when the client ID is the name of a thing that the identity is attached to. */
const connectionOf = (state: IotState, { identityId, clientId }: Requester) => {
  if (clientId === undefined) return {};
  const thing = state.things.get(clientId);
  const bound = thing !== undefined && attachedPrincipals(state, thing).includes(identityId);
  return { connection: { clientId, ...(bound && { thingName: clientId }) } };
};
