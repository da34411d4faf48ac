// The policies that the stack makes itself, and the document that says nothing.
import type { PolicyDocument, PolicyStatement } from './policy-document.ts';
import { iotArn, type PolicySpace } from './policy-space.ts';
import { policyVariables } from './topic-filter-variable.ts';

/**
 * Every Allow has this condition: it holds for MQTT connections of a device registered to the caller, where the
 * client ID is the thing's name – not over HTTPS, nor for a client ID somebody made up.
 */
export const attachedThing: NonNullable<PolicyStatement['Condition']> = {
  Bool: { 'iot:Connection.Thing.IsAttached': 'true' },
};

/** Connect as one of the caller's own devices, `<identityId>:<deviceId>`. */
export const connectDocument = (space: PolicySpace): PolicyDocument =>
  allowConnect(space, `${policyVariables.identityId}:*`);

/** What suspending attaches: a Deny beats every Allow, whatever else is attached. */
export const suspendedDocument = (): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: ['iot:*'], Resource: ['*'] }],
});

/**
 * The explicit document of a scope's unused place: connecting with the bare identity ID, which names no device –
 * no thing of that name is ever made, and the role does not allow it.
 */
export const unusedDocument = (space: PolicySpace): PolicyDocument =>
  allowConnect(space, policyVariables.identityId);

const allowConnect = (space: PolicySpace, client: string): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: ['iot:Connect'],
      Resource: [iotArn(space, 'client', client)],
      Condition: attachedThing,
    },
  ],
});
