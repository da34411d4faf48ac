// What CloudFormation tells of a stage that has been deployed.
import { type CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import * as z from 'zod/mini';

/** The outputs of infra/outputs.yml that tools use; those of hosted pages only where there are any. */
const Outputs = z.object({
  ApiUrl: z.string(),
  Region: z.string(),
  UserPoolId: z.string(),
  UserPoolClientId: z.string(),
  HostedUiUrl: z.string(),
  WebUrl: z.optional(z.string()),
  WebBucket: z.optional(z.string()),
});
export type DeployedStack = z.output<typeof Outputs>;

/** `undefined` when there is no such stack. @throws when it is one of another service. */
export const readStack = async (
  client: CloudFormationClient,
  name: string,
): Promise<DeployedStack | undefined> => {
  const outputs = await readOutputs(client, name);
  if (outputs === undefined) return undefined;
  const parsed = Outputs.safeParse(outputs);
  if (!parsed.success) throw new Error(`The stack ${name} is not one of this service, or not deployed yet.`);
  return parsed.data;
};

/** Whatever it has been left with; `undefined` when there is no such stack. */
export const readOutputs = async (
  client: CloudFormationClient,
  StackName: string,
): Promise<Readonly<Record<string, string | undefined>> | undefined> => {
  try {
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName }));
    return Object.fromEntries(
      (stack?.Outputs ?? []).map(({ OutputKey = '', OutputValue }) => [OutputKey, OutputValue]),
    );
  } catch (error) {
    // It has no error of its own for that.
    if (error instanceof Error && error.name === 'ValidationError' && /does not exist/.test(error.message))
      return undefined;
    throw error;
  }
};
