// What a deployment makes before the first request and the functions do not: the fixed policies.
import { CreatePolicyCommand, IoTClient } from '@aws-sdk/client-iot';
import type { StackResources } from './stack-resources.ts';

export const prepareResources = async (stack: {
  readonly region: string;
  readonly fixedPolicies: StackResources['fixedPolicies'];
  readonly iotUrl: string;
}): Promise<void> => {
  const { region, fixedPolicies, iotUrl } = stack;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const iot = new IoTClient({ region, credentials, endpoint: iotUrl });
  try {
    for (const { name, document } of fixedPolicies) {
      await iot.send(new CreatePolicyCommand({ policyName: name, policyDocument: JSON.stringify(document) }));
    }
  } finally {
    iot.destroy();
  }
};
