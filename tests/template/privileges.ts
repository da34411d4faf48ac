// Who may do what, and where a `*` stands without a reason.
import { at, listOf, ofType, type Resource, type Template } from './template.ts';

/** The functions whose role allows an action that matches. */
export const holdersOf = (template: Template, action: RegExp): readonly string[] =>
  ofType(template, 'AWS::Lambda::Function')
    .filter(([, { Properties }]) => {
      const role = template.Resources[String(at(Properties, 'Role', 'Fn::GetAtt', 0))];
      return role !== undefined && allows(role, action);
    })
    .map(([, { Properties }]) => String(at(Properties, 'FunctionName')));

/** All that a role allows of a service. */
export const allowedOf = (template: Template, role: string, service: string): readonly string[] =>
  statementsOf(template.Resources[role])
    .flatMap((statement) => listOf(at(statement, 'Action')).map(String))
    .filter((action) => action.startsWith(`${service}:`))
    .sort();

/** Where a role allows something on everything, or everything of a service, and does not say why. */
export const unexplained = (template: Template): readonly string[] =>
  ofType(template, 'AWS::IAM::Role').flatMap(([logicalId, role]) => [
    ...statementsOf(role).flatMap((statement) => {
      const sid = String(at(statement, 'Sid'));
      const where = `${logicalId}.${sid}`;
      if (at(statement, 'Effect') === 'Deny') return [];
      return [
        ...listOf(at(statement, 'Action'))
          .filter((action) => String(action).includes('*'))
          .map((action) => `${where} allows ${action}`),
        ...(at(statement, 'Resource') === undefined && logicalId !== 'AuthenticatedRole'
          ? [`${where} names no resources`]
          : []),
        ...(listOf(at(statement, 'Resource')).some(isEverything) && !reasonOf(role, sid)
          ? [`${where} is on everything without a reason`]
          : []),
      ];
    }),
    ...Object.keys(at(role, 'Metadata', 'Unscoped') ?? {})
      .filter((sid) => !statementsOf(role).some((statement) => at(statement, 'Sid') === sid))
      .map((sid) => `${logicalId}.${sid} has a reason and no statement`),
    ...listOf(at(role.Properties, 'ManagedPolicyArns'))
      .filter(() => logicalId !== 'ApiGatewayLogRole')
      .map((arn) => `${logicalId} takes over ${JSON.stringify(arn)}`),
  ]);

export const statementsOf = (role: unknown): readonly unknown[] =>
  listOf(at(role, 'Properties', 'Policies')).flatMap((policy) =>
    listOf(at(policy, 'PolicyDocument', 'Statement')),
  );

/** `*`, or an ARN whose last part is nothing but `*`. */
const isEverything = (resource: unknown): boolean =>
  /^\*$|^([^:]*:){5}\*$/.test(String(at(resource, 'Fn::Sub') ?? resource).replaceAll('AWS::', ''));

const reasonOf = (role: Resource, sid: string): boolean =>
  String(at(role, 'Metadata', 'Unscoped', sid) ?? '').length >= 20;

const allows = (role: Resource, action: RegExp): boolean =>
  listOf(at(role.Properties, 'ManagedPolicyArns')).length > 0 ||
  statementsOf(role).some(
    (statement) =>
      at(statement, 'Effect') !== 'Deny' &&
      (at(statement, 'NotAction') !== undefined ||
        listOf(at(statement, 'Action')).some(
          (allowed) => String(allowed).includes('*') || action.test(String(allowed)),
        )),
  );
