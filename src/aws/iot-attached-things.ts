// Which devices' things are attached to an identity: for whoever compares them with what is recorded.
import { type IoTClient, paginateListPrincipalThings } from '@aws-sdk/client-iot';
import { type DeviceId, parseDeviceId } from '../domain/identifiers.ts';
import type { AttachedThings } from '../provisioning/ports.ts';

export const iotAttachedThings = (client: IoTClient, abortSignal: AbortSignal): AttachedThings => ({
  listDevices: async (principal) => {
    const devices: DeviceId[] = [];
    const pages = paginateListPrincipalThings({ client, pageSize: 250 }, { principal }, { abortSignal });
    // A thing by any other name is of no use to the identity: it is no client ID that it may connect with.
    for await (const { things = [] } of pages)
      devices.push(
        ...things.flatMap((name) =>
          name.startsWith(`${principal}:`) ? (parseDeviceId(name.slice(principal.length + 1)) ?? []) : [],
        ),
      );
    return devices;
  },
});
