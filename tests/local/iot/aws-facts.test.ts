// Each row of the AWS facts that the control plane models, through the real SDK client.
import {
  AttachPolicyCommand,
  AttachThingPrincipalCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateThingCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteThingCommand,
  DescribeEndpointCommand,
  DescribeThingCommand,
  DetachPolicyCommand,
  DetachThingPrincipalCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  ListAttachedPoliciesCommand,
  ListPoliciesCommand,
  ListPolicyVersionsCommand,
  ListPrincipalThingsCommand,
  ListTargetsForPolicyCommand,
  ListThingPrincipalsCommand,
  ListThingsCommand,
  SetDefaultPolicyVersionCommand,
} from '@aws-sdk/client-iot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClock, type LocalAws, outcomeOf, startLocalAws } from './local-aws.ts';

const identityId = 'us-east-1:0f8fad5b-d9cb-469f-a165-70867728950e';
const other = 'us-east-1:7c9e6679-7425-40de-944b-e07fc1f90ae7';
const document = (action = 'iot:Publish', resource = 'arn:aws:iot:us-east-1:123456789012:topic/a'): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: action, Resource: resource }],
  });
const documentOf = (characters: number): string =>
  document(
    'iot:Publish',
    `arn:aws:iot:us-east-1:123456789012:topic/${'x'.repeat(characters - document().length + 1)}`,
  );

const clock = createClock();
let aws: LocalAws;
beforeEach(async () => {
  aws = await startLocalAws({
    now: clock.now,
    lag: { listAttachment: 2000, deletePolicy: 300_000, detachThing: 2000 },
  });
});
afterEach(() => aws.close());

const createPolicy = (policyName: string, policyDocument = document()) =>
  aws.iot.send(new CreatePolicyCommand({ policyName, policyDocument }));
const createVersion = (policyName: string, policyDocument = document(), setAsDefault = true) =>
  aws.iot.send(new CreatePolicyVersionCommand({ policyName, policyDocument, setAsDefault }));
const attach = (policyName: string, target = identityId) =>
  aws.iot.send(new AttachPolicyCommand({ policyName, target }));
const detach = (policyName: string, target = identityId) =>
  aws.iot.send(new DetachPolicyCommand({ policyName, target }));
const attachedTo = async (target = identityId) => {
  const { policies = [] } = await aws.iot.send(new ListAttachedPoliciesCommand({ target }));
  return policies.map(({ policyName }) => policyName);
};
const createThing = (thingName: string, attributes: Record<string, string> = {}) =>
  aws.iot.send(new CreateThingCommand({ thingName, attributePayload: { attributes } }));
const attachThing = (thingName: string, principal = identityId) =>
  aws.iot.send(new AttachThingPrincipalCommand({ thingName, principal }));
const detachThing = (thingName: string, principal = identityId) =>
  aws.iot.send(new DetachThingPrincipalCommand({ thingName, principal }));
const deletePolicy = (policyName: string) => aws.iot.send(new DeletePolicyCommand({ policyName }));
const deleteVersion = (policyName: string, policyVersionId: string) =>
  aws.iot.send(new DeletePolicyVersionCommand({ policyName, policyVersionId }));

describe('a policy document', () => {
  it.each([
    ['of 2,048 characters is accepted', documentOf(2048), 'ok'],
    ['of 2,049 characters is refused', documentOf(2049), 'MalformedPolicyException 400'],
    ['of 2,048 characters beside white space is accepted', documentOf(2048).replace(',', ',\n\t  '), 'ok'],
    ['with a misspelt action is accepted: the check is shallow', document('iot:Pubish'), 'ok'],
    ['that is no JSON is refused', '{"Version": ', 'MalformedPolicyException 400'],
    ['that is empty is refused', '', 'MalformedPolicyException 400'],
    ['without a version is refused', '{"Statement":[]}', 'MalformedPolicyException 400'],
    ['of an unknown version is refused', document().replace('2012', '2013'), 'MalformedPolicyException 400'],
    [
      'without statements is refused',
      '{"Version":"2012-10-17","Statement":[]}',
      'MalformedPolicyException 400',
    ],
    ['with another effect is refused', document().replace('Allow', 'Permit'), 'MalformedPolicyException 400'],
    [
      'without a resource is refused',
      document().replace('Resource', 'Resources'),
      'MalformedPolicyException 400',
    ],
    [
      'with NotResource is refused',
      document().replace('Resource', 'NotResource'),
      'MalformedPolicyException 400',
    ],
  ])('%s', async (_, text, expected) => {
    expect(await outcomeOf(createPolicy('p', text))).toBe(expected);
    await outcomeOf(createPolicy('q'));
    expect(await outcomeOf(createVersion('q', text))).toBe(expected);
  });
});

describe('names', () => {
  it.each([
    ['a policy name of 128 legal characters', () => createPolicy('Az09_+=,.@-'.padEnd(128, 'x')), 'ok'],
    ['a policy name of 129 characters', () => createPolicy('x'.repeat(129)), 'InvalidRequestException 400'],
    ['a policy name with a colon', () => createPolicy(identityId), 'InvalidRequestException 400'],
    ['an identity with a device as thing name', () => createThing(`${identityId}:web-1`), 'ok'],
    ['a thing name with a dot', () => createThing('a.b'), 'InvalidRequestException 400'],
    ['a thing name of 129 characters', () => createThing('x'.repeat(129)), 'InvalidRequestException 400'],
    [
      'a thing attribute with a space',
      () => createThing('t', { name: 'a b' }),
      'InvalidRequestException 400',
    ],
    [
      'four attributes without a thing type',
      () => createThing('t', { a: '1', b: '2', c: '3', d: '4' }),
      'InvalidRequestException 400',
    ],
  ])('%s', async (_, call, expected) => {
    expect(await outcomeOf(call())).toBe(expected);
  });
});

describe('CreatePolicy', () => {
  it('answers 409 when the name exists, and leaves the document', async () => {
    await createPolicy('p');
    expect(await outcomeOf(createPolicy('p', document('iot:Receive')))).toBe(
      'ResourceAlreadyExistsException 409',
    );
    const { policyDocument, defaultVersionId } = await aws.iot.send(
      new GetPolicyCommand({ policyName: 'p' }),
    );
    expect({ policyDocument, defaultVersionId }).toEqual({
      policyDocument: document(),
      defaultVersionId: '1',
    });
  });
});

describe('the versions of a policy', () => {
  it('are five at most; the oldest that is not the default makes room', async () => {
    await createPolicy('p');
    for (let made = 1; made < 5; made += 1) await createVersion('p');
    expect(await outcomeOf(createVersion('p'))).toBe('VersionsLimitExceededException 409');
    await deleteVersion('p', '1');
    expect(await createVersion('p', document('iot:Receive'))).toMatchObject({
      policyVersionId: '6',
      isDefaultVersion: true,
    });
    const { policyVersions = [] } = await aws.iot.send(new ListPolicyVersionsCommand({ policyName: 'p' }));
    expect(policyVersions.map((version) => [version.versionId, version.isDefaultVersion])).toEqual([
      ['2', false],
      ['3', false],
      ['4', false],
      ['5', false],
      ['6', true],
    ]);
  });

  it('hold the default one, which cannot be deleted, and others made the default later', async () => {
    await createPolicy('p');
    await createVersion('p', document('iot:Receive'), false);
    expect(await outcomeOf(deleteVersion('p', '1'))).toBe('DeleteConflictException 409');
    await aws.iot.send(new SetDefaultPolicyVersionCommand({ policyName: 'p', policyVersionId: '2' }));
    expect(await outcomeOf(deleteVersion('p', '1'))).toBe('ok');
    const version = await aws.iot.send(
      new GetPolicyVersionCommand({ policyName: 'p', policyVersionId: '2' }),
    );
    expect(version).toMatchObject({ isDefaultVersion: true, policyDocument: document('iot:Receive') });
    expect(version.creationDate).toEqual(new Date(clock.now()));
  });
});

describe('what does not exist', () => {
  const nothing = { policyName: 'nothing', policyVersionId: '1', target: identityId };
  it.each([
    ['GetPolicy', () => aws.iot.send(new GetPolicyCommand(nothing))],
    ['DeletePolicy', () => deletePolicy('nothing')],
    ['CreatePolicyVersion', () => createVersion('nothing')],
    ['ListPolicyVersions', () => aws.iot.send(new ListPolicyVersionsCommand(nothing))],
    ['GetPolicyVersion', () => aws.iot.send(new GetPolicyVersionCommand(nothing))],
    ['DeletePolicyVersion', () => deleteVersion('nothing', '1')],
    ['SetDefaultPolicyVersion', () => aws.iot.send(new SetDefaultPolicyVersionCommand(nothing))],
    ['AttachPolicy', () => attach('nothing')],
    ['DetachPolicy', () => detach('nothing')],
    ['ListTargetsForPolicy', () => aws.iot.send(new ListTargetsForPolicyCommand(nothing))],
    ['DescribeThing', () => aws.iot.send(new DescribeThingCommand({ thingName: 'nothing' }))],
    ['AttachThingPrincipal', () => attachThing('nothing')],
    ['DetachThingPrincipal', () => detachThing('nothing')],
    ['ListThingPrincipals', () => aws.iot.send(new ListThingPrincipalsCommand({ thingName: 'nothing' }))],
  ])('is ResourceNotFoundException 404 to %s', async (_, call) => {
    expect(await outcomeOf(call())).toBe('ResourceNotFoundException 404');
  });

  it('is also a version of a policy that exists', async () => {
    await createPolicy('p');
    expect(await outcomeOf(deleteVersion('p', '7'))).toBe('ResourceNotFoundException 404');
  });

  it('is no error to DeleteThing', async () => {
    expect(await outcomeOf(aws.iot.send(new DeleteThingCommand({ thingName: 'nothing' })))).toBe('ok');
  });
});

describe('attachments', () => {
  it('are ten at most to one identity (410); repeating one is harmless', async () => {
    for (let n = 0; n < 11; n += 1) await createPolicy(`p${n}`);
    for (let n = 0; n < 10; n += 1) await attach(`p${n}`);
    expect(await outcomeOf(attach('p0'))).toBe('ok');
    expect(await outcomeOf(attach('p10'))).toBe('LimitExceededException 410');
    expect(await outcomeOf(attach('p10', other))).toBe('ok');
    await detach('p0');
    expect(await outcomeOf(attach('p10'))).toBe('ok');
  });

  it('may be missing from the list for a moment', async () => {
    await createPolicy('p');
    await attach('p');
    expect(await attachedTo()).toEqual([]);
    clock.advance(2);
    expect(await attachedTo()).toEqual(['p']);
  });

  it('may be detached twice', async () => {
    await createPolicy('p');
    await attach('p');
    await detach('p');
    expect(await outcomeOf(detach('p'))).toBe('ok');
  });

  it('are refused to what is no identity', async () => {
    await createPolicy('p');
    expect(await outcomeOf(attach('p', 'alice@example.com'))).toBe('InvalidRequestException 400');
  });

  it('keep the policy from being deleted, for minutes after the detach too', async () => {
    await createPolicy('p');
    await attach('p');
    expect(await outcomeOf(deletePolicy('p'))).toBe('DeleteConflictException 409');
    await detach('p');
    clock.advance(299);
    expect(await outcomeOf(deletePolicy('p'))).toBe('DeleteConflictException 409');
    clock.advance(1);
    expect(await outcomeOf(deletePolicy('p'))).toBe('ok');
    expect(await outcomeOf(deletePolicy('p'))).toBe('ResourceNotFoundException 404');
  });

  it('do not count beside other versions: those keep a policy too', async () => {
    await createPolicy('p');
    await createVersion('p');
    expect(await outcomeOf(deletePolicy('p'))).toBe('DeleteConflictException 409');
    await deleteVersion('p', '1');
    expect(await outcomeOf(deletePolicy('p'))).toBe('ok');
  });
});

describe('lists', () => {
  it('of policies come in pages of at most 250', async () => {
    for (let n = 100; n < 130; n += 1) await createPolicy(`p${n}`);
    const first = await aws.iot.send(new ListPoliciesCommand({ pageSize: 29 }));
    expect(first.policies).toHaveLength(29);
    const second = await aws.iot.send(new ListPoliciesCommand({ pageSize: 29, marker: first.nextMarker }));
    expect(second.policies).toEqual([
      { policyName: 'p129', policyArn: 'arn:aws:iot:us-east-1:123456789012:policy/p129' },
    ]);
    expect(second.nextMarker).toBeUndefined();
    expect((await aws.iot.send(new ListPoliciesCommand({}))).nextMarker).toBeDefined();
    const sizes = [0, 251].map((pageSize) => outcomeOf(aws.iot.send(new ListPoliciesCommand({ pageSize }))));
    expect(await Promise.all(sizes)).toEqual(['InvalidRequestException 400', 'InvalidRequestException 400']);
    const marker = outcomeOf(aws.iot.send(new ListPoliciesCommand({ marker: 'made-up' })));
    expect(await marker).toBe('InvalidRequestException 400');
  });

  it('of targets and attachments are paged by marker', async () => {
    await createPolicy('p');
    await createPolicy('q');
    await Promise.all([attach('p'), attach('p', other), attach('q')]);
    clock.advance(2);
    const targets = await aws.iot.send(new ListTargetsForPolicyCommand({ policyName: 'p', pageSize: 1 }));
    const rest = await aws.iot.send(
      new ListTargetsForPolicyCommand({ policyName: 'p', pageSize: 1, marker: targets.nextMarker }),
    );
    expect([targets.targets, rest.targets, rest.nextMarker]).toEqual([[identityId], [other], undefined]);
    const page = await aws.iot.send(new ListAttachedPoliciesCommand({ target: identityId, pageSize: 1 }));
    const last = await aws.iot.send(
      new ListAttachedPoliciesCommand({ target: identityId, pageSize: 1, marker: page.nextMarker }),
    );
    expect(last.policies?.map(({ policyName }) => policyName)).toEqual(['q']);
  });
});

describe('things', () => {
  it('may be created again with the same attributes, not with others', async () => {
    const made = await createThing('t', { platform: 'web' });
    expect(await createThing('t', { platform: 'web' })).toMatchObject({ thingId: made.thingId });
    expect(await outcomeOf(createThing('t', { platform: 'ios' }))).toBe('ResourceAlreadyExistsException 409');
    expect(await aws.iot.send(new DescribeThingCommand({ thingName: 't' }))).toMatchObject({
      thingArn: 'arn:aws:iot:us-east-1:123456789012:thing/t',
      attributes: { platform: 'web' },
    });
  });

  it('are kept by their principals, which leave a moment after the detach', async () => {
    const remove = () => outcomeOf(aws.iot.send(new DeleteThingCommand({ thingName: 't' })));
    await createThing('t');
    await attachThing('t');
    expect(await outcomeOf(attachThing('t'))).toBe('ok');
    expect(await remove()).toBe('InvalidRequestException 400');
    await detachThing('t');
    clock.advance(1);
    await detachThing('t');
    expect(await remove()).toBe('InvalidRequestException 400');
    expect((await aws.iot.send(new ListThingPrincipalsCommand({ thingName: 't' }))).principals).toEqual([
      identityId,
    ]);
    clock.advance(1);
    expect((await aws.iot.send(new ListThingPrincipalsCommand({ thingName: 't' }))).principals).toEqual([]);
    expect(await remove()).toBe('ok');
  });

  it('are listed by principal and by attribute, in pages', async () => {
    for (const name of ['a', 'b', 'c']) await createThing(name, { owner: name === 'c' ? 'x' : 'y' });
    for (const name of ['a', 'c']) await attachThing(name);
    const first = await aws.iot.send(
      new ListPrincipalThingsCommand({ principal: identityId, maxResults: 1 }),
    );
    const second = await aws.iot.send(
      new ListPrincipalThingsCommand({ principal: identityId, maxResults: 1, nextToken: first.nextToken }),
    );
    expect([first.things, second.things, second.nextToken]).toEqual([['a'], ['c'], undefined]);
    const { things = [] } = await aws.iot.send(
      new ListThingsCommand({ attributeName: 'owner', attributeValue: 'y' }),
    );
    expect(things.map(({ thingName }) => thingName)).toEqual(['a', 'b']);
  });
});

describe('DescribeEndpoint', () => {
  it('refuses an endpoint type that does not exist', async () => {
    const call = aws.iot.send(new DescribeEndpointCommand({ endpointType: 'iot:Other' }));
    expect(await outcomeOf(call)).toBe('InvalidRequestException 400');
  });
});
