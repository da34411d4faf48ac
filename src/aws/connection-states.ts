// Whether MQTT sessions are live, by client ID.
import { GetConnectionCommand, type IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import type { ConnectionReader } from '../provisioning/ports.ts';
import { isAwsError } from './aws-error.ts';

export const connectionStates = (client: IoTDataPlaneClient, abortSignal: AbortSignal): ConnectionReader => ({
  isConnected: async (clientId) => {
    try {
      const { connected } = await client.send(new GetConnectionCommand({ clientId }), { abortSignal });
      return connected === true;
    } catch (error) {
      // Of a session that has been over for long nothing is known any more.
      if (isAwsError(error, 'ResourceNotFoundException')) return false;
      throw error;
    }
  },
});
