// Things and the endpoint that they connect to; their principals are in thing-principal-operations.ts.
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { ok, type Result } from '../../src/domain/result.ts';
import { type AwsFailure, refused } from './aws-failure.ts';
import { arnOf, attachedPrincipals, type IotState, type Thing } from './iot-state.ts';
import { attributesWithoutThingType } from './limits.ts';
import { done, NumberText, type Operation, type Outcome, operation, ThingName } from './operation.ts';
import { PageSize, pageOf } from './paging.ts';

const Attributes = z.record(
  z.string().check(z.regex(/^[a-zA-Z0-9_.,@/:#-]{1,128}$/)),
  z.string().check(z.regex(/^[a-zA-Z0-9_.,@/:#-]{0,800}$/)),
);
const NewThing = z.object({
  thingName: ThingName,
  attributePayload: z.optional(z.object({ attributes: z.optional(Attributes) })),
});
const ByName = z.object({ thingName: ThingName });
const Deletion = z.extend(ByName, { expectedVersion: z.optional(NumberText) });
const Page = z.object({ nextToken: z.optional(z.string()), maxResults: PageSize });
const Listing = z.extend(Page, {
  attributeName: z.optional(z.string()),
  attributeValue: z.optional(z.string()),
});
const Endpoint = z.object({ endpointType: z.optional(z.enum(['iot:Data', 'iot:Data-ATS'])) });

/** "If a call is made with the same thing name and configuration as an existing thing, the call succeeds." */
const createThing = (
  state: IotState,
  { thingName, attributePayload }: z.output<typeof NewThing>,
): Outcome => {
  const attributes = attributePayload?.attributes ?? {};
  if (Object.keys(attributes).length > attributesWithoutThingType) {
    return refused(
      'InvalidRequestException',
      `A thing without a type has at most ${attributesWithoutThingType} attributes`,
    );
  }
  const known = state.things.get(thingName);
  if (known && !isDeepStrictEqual(known.attributes, attributes)) {
    return refused(
      'ResourceAlreadyExistsException',
      `Thing ${thingName} already exists with other attributes`,
    );
  }
  const id = createHash('sha256').update(`${thingName} ${state.now()}`).digest('hex').slice(0, 32);
  const thing = known ?? { name: thingName, id, attributes, principals: new Map() };
  state.things.set(thingName, thing);
  return ok({ thingName, thingArn: arnOf(state, 'thing', thingName), thingId: thing.id });
};

const describeThing = (state: IotState, { thingName }: z.output<typeof ByName>): Outcome => {
  const found = thingNamed(state, thingName);
  if (!found.ok) return found;
  const { id, attributes } = found.value;
  const thingArn = arnOf(state, 'thing', thingName);
  return ok({ thingName, thingArn, thingId: id, defaultClientId: thingName, attributes, version: 1 });
};

/** "Returns successfully with no error if … you specify a thing that doesn't exist." */
const deleteThing = (state: IotState, { thingName, expectedVersion }: z.output<typeof Deletion>): Outcome => {
  const thing = state.things.get(thingName);
  if (!thing) return done;
  if (expectedVersion !== undefined && expectedVersion !== 1) {
    return refused('VersionConflictException', `Thing ${thingName} has version 1`);
  }
  if (attachedPrincipals(state, thing).length > 0) {
    return refused(
      'InvalidRequestException',
      `Cannot delete thing ${thingName}: principals are attached to it`,
    );
  }
  state.things.delete(thingName);
  return done;
};

const listThings = (state: IotState, input: z.output<typeof Listing>): Outcome => {
  const { attributeName, attributeValue } = input;
  const matching = [...state.things.values()].filter(
    ({ attributes }) => attributeName === undefined || attributes[attributeName] === attributeValue,
  );
  const page = pageOf(matching, ({ name }) => name, { marker: input.nextToken, size: input.maxResults });
  if (!page.ok) return page;
  const things = page.value.entries.map(({ name, attributes }) => ({
    thingName: name,
    thingArn: arnOf(state, 'thing', name),
    attributes,
    version: 1,
  }));
  return ok({ things, nextToken: page.value.next });
};

const describeEndpoint = (state: IotState): Outcome => ok({ endpointAddress: state.endpointAddress });

export const thingOperations: readonly Operation[] = [
  operation('CreateThing', 'POST /things/{thingName}', NewThing, createThing),
  operation('DescribeThing', 'GET /things/{thingName}', ByName, describeThing),
  operation('DeleteThing', 'DELETE /things/{thingName}', Deletion, deleteThing),
  operation('ListThings', 'GET /things', Listing, listThings),
  operation('DescribeEndpoint', 'GET /endpoint', Endpoint, describeEndpoint),
];

export const thingNamed = (state: IotState, name: string): Result<Thing, AwsFailure> => {
  const thing = state.things.get(name);
  return thing ? ok(thing) : refused('ResourceNotFoundException', `Thing ${name} does not exist`);
};
