// Live MQTT sessions, by client ID.
import { DeleteConnectionCommand, type IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import type { ConnectionControl } from '../provisioning/ports.ts';
import { isAwsError } from './aws-error.ts';

export const connections = (client: IoTDataPlaneClient, abortSignal: AbortSignal): ConnectionControl => ({
  dropConnection: async (clientId) => {
    try {
      await client.send(
        new DeleteConnectionCommand({ clientId, cleanSession: true, preventWillMessage: true }),
        { abortSignal },
      );
    } catch (error) {
      if (!isAwsError(error, 'ResourceNotFoundException')) throw error;
    }
  },
});
