// What the very first registration finds missing: the everyone scope with its policies, and the name of the endpoint.
import type { GrantRule } from '../domain/grant.ts';
import { everyone } from '../domain/subject.ts';
import type { ApplyScope } from './apply-scope.ts';
import type { EndpointControl, GrantStore, ProvisioningStore } from './ports.ts';

export type PrepareStack = (request: { readonly requestId: string; readonly now: number }) => Promise<void>;

type Dependencies = {
  readonly store: ProvisioningStore & Pick<GrantStore, 'changeScopes'>;
  readonly applyScope: ApplyScope;
  readonly endpoints: EndpointControl;
  readonly newId: () => string;
  /** The number of documents and the grants that the everyone scope starts with; from then on it is the administrators'. */
  readonly everyone: { readonly documents: number; readonly rules: readonly GrantRule[] };
};

export const prepareStack =
  (deps: Dependencies): PrepareStack =>
  async (request) => {
    await Promise.all([
      foundEveryone(deps, request).then(() => deps.applyScope(everyone)),
      deps.endpoints.describeEndpoint().then(deps.store.saveEndpoint),
    ]);
  };

/** By conditional put: of several at once one makes it, and one that exists stays as it is. */
const foundEveryone = (
  { store, newId, everyone: { documents, rules } }: Dependencies,
  { requestId, now }: Parameters<PrepareStack>[0],
) => {
  const grants = rules.map((rule) => ({ grantId: newId(), rule }));
  const generation = 1;
  return store.changeScopes({
    scopes: [{ scope: { subject: everyone, state: 'active', documents, grants, expired: [], generation } }],
    puts: grants.map((grant) => ({
      grant: { ...grant, createdBy: 'system', createdAt: now, version: 1, generation },
    })),
    removals: [],
    users: [],
    due: [],
    audit: {
      auditId: newId(),
      at: now,
      actor: 'system',
      subjects: ['everyone'],
      action: 'scope-founded',
      requestId,
      after: rules.map(({ effect, actions, topicFilter }) => ({
        effect,
        actions,
        topicFilter: topicFilter.text,
      })),
    },
  });
};
