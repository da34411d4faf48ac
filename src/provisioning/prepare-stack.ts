// What the very first registration finds missing: the everyone scope with its policies, and the name of the endpoint.
import { everyone } from '../domain/subject.ts';
import type { ApplyScope } from './apply-scope.ts';
import { type EveryoneStart, foundEveryone } from './found-everyone.ts';
import type { DueStore, EndpointControl, EndpointStore, GrantStore } from './ports.ts';

export type PrepareStack = (request: { readonly requestId: string; readonly now: number }) => Promise<void>;

type Dependencies = {
  readonly store: EndpointStore & Pick<GrantStore, 'changeScopes'> & Pick<DueStore, 'finishDue'>;
  readonly applyScope: ApplyScope;
  readonly endpoints: EndpointControl;
  readonly newId: () => string;
  readonly everyone: EveryoneStart;
};

export const prepareStack =
  (deps: Dependencies): PrepareStack =>
  async (request) => {
    await Promise.all([
      writeEveryone(deps, request),
      deps.endpoints.describeEndpoint().then(deps.store.saveEndpoint),
    ]);
  };

const writeEveryone = async (deps: Dependencies, request: Parameters<PrepareStack>[0]): Promise<void> => {
  const due = await foundEveryone(deps)(request);
  const applied = await deps.applyScope(everyone);
  if (due !== 'conflict' && applied === 'applied') await deps.store.finishDue(due);
};
