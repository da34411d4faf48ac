// The routes of grants and groups over stores and IoT Core in memory, asked as API Gateway asks them.
import type { GroupName, UserId } from '../../src/domain/identifiers.ts';
import { ok } from '../../src/domain/result.ts';
import { administratorVerifier } from '../../src/http/administrator.ts';
import { endpoint } from '../../src/http/endpoint.ts';
import { lambda } from '../../src/http/lambda.ts';
import { grantRoutes } from '../../src/routes/grants.ts';
import { groupRoutes } from '../../src/routes/groups.ts';
import { userRoutes } from '../../src/routes/users.ts';
import { group, space, userId } from '../fakes/samples.ts';
import { gatewayEvent, lambdaContext } from '../http/gateway-event.ts';
import { type Hook, openWorld } from '../provisioning/world.ts';

type Given = Omit<NonNullable<Parameters<typeof gatewayEvent>[1]>, 'body'> & {
  /** An object is sent as JSON; a string as it is. */
  readonly body?: unknown;
  readonly caller?: { readonly userId: UserId; readonly groups: readonly GroupName[] };
  /** Sees each call that the flows make of the store and of IoT Core. */
  readonly hook?: Hook;
};

const root = { userId: userId('root'), groups: [group('admins')] };

export const openAdministration = async () => {
  const world = await openWorld();

  const send = async (route: `${string} ${string}`, { body, caller = root, hook, ...given }: Given = {}) => {
    const verify = async () => ok({ ...caller, groupsAsOf: 0, idToken: () => 'a.b.c' });
    const administrator = endpoint(administratorVerifier(verify, group('admins')));
    const flowsFor = () => world.flows(hook);
    const routes = {
      ...grantRoutes(administrator, flowsFor, space),
      ...groupRoutes(administrator, flowsFor),
      ...userRoutes(administrator, flowsFor),
    };
    const event = gatewayEvent(route, {
      ...given,
      headers: { 'Content-Type': 'application/json', ...given.headers },
      body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    });
    const answer = await lambda(routes, { corsOrigins: [], clock: () => world.time.now })(
      event,
      lambdaContext(),
    );
    return {
      status: answer.statusCode,
      headers: answer.headers ?? {},
      body: answer.body === '' ? undefined : JSON.parse(answer.body),
    };
  };

  /** All that is stored and all that IoT Core has: to see that a refused request has changed nothing. */
  const state = () => {
    const { users, scopes, grants, members, audit, due } = world.store;
    const { policies, attached, things, dropped } = world.iot;
    return structuredClone({
      users,
      scopes,
      grants,
      members,
      audit,
      due,
      policies,
      attached,
      things,
      dropped,
    });
  };

  return { ...world, send, state };
};

export type Administration = Awaited<ReturnType<typeof openAdministration>>;

export const publishing = {
  subject: 'group/operators',
  actions: ['publish'],
  topicFilter: 'sites/${thingName}/state/#',
};
