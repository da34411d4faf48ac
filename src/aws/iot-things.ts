// IoT Core's things – one per device – and the identity each is attached to.

import { setTimeout } from 'node:timers/promises';
import {
  AttachThingPrincipalCommand,
  CreateThingCommand,
  DeleteThingCommand,
  DescribeEndpointCommand,
  DetachThingPrincipalCommand,
  type IoTClient,
} from '@aws-sdk/client-iot';
import type { EndpointControl, ThingControl } from '../provisioning/ports.ts';
import { isAwsError } from './aws-error.ts';

const detachChecks = 5;
const detachCheckMs = 200;

export const iotThings = (client: IoTClient, abortSignal: AbortSignal): ThingControl => ({
  createThing: async (thingName) => {
    try {
      await client.send(new CreateThingCommand({ thingName }), { abortSignal });
    } catch (error) {
      // There with other attributes: someone edited it, and it is the name that counts.
      if (!isAwsError(error, 'ResourceAlreadyExistsException')) throw error;
    }
  },

  attachThing: async (thingName, principal) => {
    try {
      await client.send(new AttachThingPrincipalCommand({ thingName, principal }), { abortSignal });
      return 'attached';
    } catch (error) {
      if (isAwsError(error, 'ResourceNotFoundException')) return 'missing';
      throw error;
    }
  },

  detachThing: async (thingName, principal) => {
    try {
      await client.send(new DetachThingPrincipalCommand({ thingName, principal }), { abortSignal });
    } catch (error) {
      if (!isAwsError(error, 'ResourceNotFoundException')) throw error;
    }
  },

  deleteThing: async (thingName) => {
    for (let check = 1; ; check++) {
      try {
        await client.send(new DeleteThingCommand({ thingName }), { abortSignal });
        return;
      } catch (error) {
        // "Detaching is asynchronous": for a moment the thing may still count as attached.
        if (!isAwsError(error, 'InvalidRequestException') || check === detachChecks) throw error;
        await setTimeout(detachCheckMs * check, undefined, { signal: abortSignal });
      }
    }
  },
});

export const iotEndpoint = (client: IoTClient, abortSignal: AbortSignal): EndpointControl => ({
  describeEndpoint: async () => {
    const { endpointAddress } = await client.send(
      new DescribeEndpointCommand({ endpointType: 'iot:Data-ATS' }),
      {
        abortSignal,
      },
    );
    if (!endpointAddress) throw new Error('IoT Core named no endpoint.');
    return endpointAddress;
  },
});
