// How many operations a second can be decided for an identity with nine full policies?
import { authenticatedRoleDocument } from '../src/domain/authenticated-role.ts';
import { evaluate, type IotRequest } from '../src/domain/evaluate.ts';
import { parseIdentityId } from '../src/domain/identifiers.ts';
import { iotArn } from '../src/domain/policy-space.ts';

const space = { region: 'us-east-1', accountId: '123456789012', prefix: 'attache-dev' };
const identityId = parseIdentityId('us-east-1:00000000-0000-4000-8000-000000000001');
if (!identityId) throw new Error('not an identity');
const thingName = `${identityId}:web-1`;
const role = authenticatedRoleDocument(space, [{ text: 'users/${identityId}/#' }]);
const Condition = { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } };

/** About 2,000 bytes each: five topics of a group with their filters, one Deny, one place of the device's own. */
const policies = Array.from({ length: 9 }, (_, group) => ({
  name: `attache-dev-g-group${group}-1`,
  document: {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Deny',
        Action: ['iot:Publish', 'iot:Receive'],
        Resource: [iotArn(space, 'topic', `sites/${group}/secret/*`)],
      },
      {
        Effect: 'Allow',
        Action: ['iot:Publish', 'iot:RetainPublish'],
        Resource: Array.from({ length: 5 }, (_, site) => iotArn(space, 'topic', `sites/${group}/${site}/*`)),
        Condition,
      },
      {
        Effect: 'Allow',
        Action: ['iot:Subscribe', 'iot:Receive'],
        Resource: [
          ...Array.from({ length: 5 }, (_, site) => iotArn(space, 'topicfilter', `sites/${group}/${site}`)),
          iotArn(space, 'topic', `devices/${group}/\${iot:Connection.Thing.ThingName}/cmd/*`),
          iotArn(space, 'topicfilter', `devices/${group}/\${iot:Connection.Thing.ThingName}/cmd/*`),
        ],
        Condition,
      },
    ],
  } as const,
}));

const ask = (action: IotRequest['action'], resource: string): IotRequest => ({
  action,
  resource,
  identityId,
  connection: { clientId: thingName, thingName },
});

const requests = Array.from({ length: 9 }, (_, group) => [
  ask('iot:Publish', iotArn(space, 'topic', `sites/${group}/4/state/temperature`)),
  ask('iot:Publish', iotArn(space, 'topic', `sites/${group}/secret/x`)),
  ask('iot:Subscribe', iotArn(space, 'topicfilter', `sites/${group}/3`)),
  ask('iot:Receive', iotArn(space, 'topic', `devices/${group}/${thingName}/cmd/reboot`)),
  ask('iot:Receive', iotArn(space, 'topic', `devices/${group}/somebody-else/cmd/reboot`)),
]).flat();

export function* bench(): Iterable<string> {
  const decide = (times: number): number => {
    const started = performance.now();
    let decided = 0;
    for (let round = 0; round < times; round += 1)
      for (const request of requests) if (evaluate({ policies, role, request }).reason) decided += 1;
    return (decided / (performance.now() - started)) * 1000;
  };
  decide(500);
  // The best of many short rounds: what the machine does when it does nothing else.
  const best = Math.max(...Array.from({ length: 40 }, () => decide(100)));
  const size = JSON.stringify(policies[0]?.document).length;
  yield `${Math.round(best).toLocaleString('en')} decisions a second (goal 200,000), 9 policies of ${size} bytes attached`;
}
