// What infra/ says about the table, the authenticated role and the fixed policies, for the local stack to use as written.
import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { retainStatement } from '../infra/retain-statement.ts';
import type { PolicyDocument } from '../src/domain/policy-document.ts';
import { type PolicySpace, partitionOf } from '../src/domain/policy-space.ts';
import { parseCloudFormation } from './cloudformation-yaml.ts';
import { expandVariables } from './expand-variables.ts';
import { pseudoParameters, resolveIntrinsics } from './resolve-intrinsics.ts';
import { PolicyShape, RolePoliciesShape, type TableProperties, TableShape } from './stack-shapes.ts';

export type StackResources = {
  /** `Properties` of the table. */
  readonly table: TableProperties;
  readonly authenticatedRole: PolicyDocument;
  readonly fixedPolicies: readonly { readonly name: string; readonly document: PolicyDocument }[];
};

export const stackResources = (
  space: PolicySpace,
  /** Topic filters, as in the parameter `retainedTopics`. */
  retainedTopics: readonly string[],
): StackResources => {
  const variables = {
    'self:custom.prefix': space.prefix,
    'param:deletionProtection': false,
    'file(infra/resolve.js):retainStatement': retainStatement(retainedTopics),
  };
  const references = pseudoParameters({ ...space, partition: partitionOf(space.region) });
  const resolved = (value: unknown) => resolveIntrinsics(expandVariables(value, variables), { references });

  const policy = (resource: string) => {
    const { PolicyName, PolicyDocument } = PolicyShape.parse(
      resolved(propertiesOf('policies.yml', resource)),
    );
    return { name: PolicyName, document: PolicyDocument };
  };
  const { Policies } = propertiesOf('identity-pool.yml', 'AuthenticatedRole');
  const [mqtt] = RolePoliciesShape.parse(resolved(Policies));
  return {
    table: TableShape.parse(resolved(propertiesOf('table.yml', 'Table'))),
    authenticatedRole: mqtt.PolicyDocument,
    fixedPolicies: [policy('ConnectPolicy'), policy('SuspendedPolicy')],
  };
};

const infra = new URL('../infra/', import.meta.url);

const propertiesOf = (file: string, resource: string): Readonly<Record<string, unknown>> => {
  const { Resources } = Template.parse(parseCloudFormation(readFileSync(new URL(file, infra), 'utf8')));
  const found = Resources[resource];
  if (found === undefined) throw new Error(`infra/${file} has no resource ${resource}.`);
  return found.Properties;
};

const Template = z.object({
  Resources: z.record(z.string(), z.object({ Properties: z.record(z.string(), z.unknown()) })),
});
