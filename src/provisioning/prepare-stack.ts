// What the very first registration finds missing: the everyone scope with its policies, and the name of the endpoint.
import { everyone } from '../domain/subject.ts';
import type { ApplyScope } from './apply-scope.ts';
import { type EveryoneStart, foundEveryone } from './found-everyone.ts';
import type { EndpointControl, EndpointStore, GrantStore } from './ports.ts';

export type PrepareStack = (request: { readonly requestId: string; readonly now: number }) => Promise<void>;

type Dependencies = {
  readonly store: EndpointStore & Pick<GrantStore, 'changeScopes'>;
  readonly applyScope: ApplyScope;
  readonly endpoints: EndpointControl;
  readonly newId: () => string;
  readonly everyone: EveryoneStart;
};

export const prepareStack =
  (deps: Dependencies): PrepareStack =>
  async (request) => {
    await Promise.all([
      foundEveryone(deps)(request).then(() => deps.applyScope(everyone)),
      deps.endpoints.describeEndpoint().then(deps.store.saveEndpoint),
    ]);
  };
