// The principals attached to things: certificates on AWS, Cognito identities here.
import * as z from 'zod/mini';
import { ok } from '../../src/domain/result.ts';
import { attachedPrincipals, type IotState } from './iot-state.ts';
import { done, type Operation, type Outcome, operation, Principal, ThingName } from './operation.ts';
import { PageSize, pageOf } from './paging.ts';
import { thingNamed } from './thing-operations.ts';

const ThingAndPrincipal = z.object({ thingName: ThingName, principal: Principal });
const Page = z.object({ nextToken: z.optional(z.string()), maxResults: PageSize });
const OfThing = z.extend(Page, { thingName: ThingName });
const OfPrincipal = z.extend(Page, { principal: Principal });

const attachThingPrincipal = (
  state: IotState,
  { thingName, principal }: z.output<typeof ThingAndPrincipal>,
): Outcome => {
  const found = thingNamed(state, thingName);
  if (!found.ok) return found;
  found.value.principals.set(principal, undefined);
  return done;
};

const detachThingPrincipal = (
  state: IotState,
  { thingName, principal }: z.output<typeof ThingAndPrincipal>,
): Outcome => {
  const found = thingNamed(state, thingName);
  if (!found.ok) return found;
  const { principals } = found.value;
  if (principals.has(principal) && principals.get(principal) === undefined) {
    principals.set(principal, state.now() + (state.lag.detachThing ?? 0));
  }
  return done;
};

const listThingPrincipals = (state: IotState, input: z.output<typeof OfThing>): Outcome => {
  const found = thingNamed(state, input.thingName);
  if (!found.ok) return found;
  const principals = attachedPrincipals(state, found.value);
  const page = pageOf(principals, (name) => name, { marker: input.nextToken, size: input.maxResults });
  return page.ok ? ok({ principals: page.value.entries, nextToken: page.value.next }) : page;
};

const listPrincipalThings = (state: IotState, input: z.output<typeof OfPrincipal>): Outcome => {
  const names = [...state.things.values()].flatMap((thing) =>
    attachedPrincipals(state, thing).includes(input.principal) ? [thing.name] : [],
  );
  const page = pageOf(names, (name) => name, { marker: input.nextToken, size: input.maxResults });
  return page.ok ? ok({ things: page.value.entries, nextToken: page.value.next }) : page;
};

export const thingPrincipalOperations: readonly Operation[] = [
  operation(
    'AttachThingPrincipal',
    'PUT /things/{thingName}/principals',
    ThingAndPrincipal,
    attachThingPrincipal,
  ),
  operation(
    'DetachThingPrincipal',
    'DELETE /things/{thingName}/principals',
    ThingAndPrincipal,
    detachThingPrincipal,
  ),
  operation('ListThingPrincipals', 'GET /things/{thingName}/principals', OfThing, listThingPrincipals),
  operation('ListPrincipalThings', 'GET /principals/things', OfPrincipal, listPrincipalThings),
];
