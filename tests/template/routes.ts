import { at, ofType, type Template } from './template.ts';

export type DeployedRoute = { readonly route: string; readonly logicalId: string; readonly guarded: boolean };

/** Every method of the API but the preflights, which API Gateway answers itself. */
export const routesOf = (template: Template): readonly DeployedRoute[] =>
  ofType(template, 'AWS::ApiGateway::Method')
    .filter(([, { Properties }]) => !isPreflight(Properties))
    .map(([logicalId, { Properties }]) => ({
      route: `${at(Properties, 'HttpMethod')} ${pathOf(template, at(Properties, 'ResourceId'))}`,
      logicalId,
      guarded: isGuarded(template, Properties),
    }));

const isPreflight = (method: unknown): boolean =>
  at(method, 'HttpMethod') === 'OPTIONS' && at(method, 'Integration', 'Type') === 'MOCK';

/** By an authorizer of this very user pool that asks it every time. */
const isGuarded = (template: Template, method: unknown): boolean => {
  const authorizer = template.Resources[String(at(method, 'AuthorizerId', 'Ref'))]?.Properties;
  return (
    at(method, 'AuthorizationType') === 'COGNITO_USER_POOLS' &&
    at(authorizer, 'Type') === 'COGNITO_USER_POOLS' &&
    at(authorizer, 'AuthorizerResultTtlInSeconds') === 0 &&
    at(authorizer, 'IdentitySource') === 'method.request.header.Authorization' &&
    at(authorizer, 'ProviderARNs', 0, 'Fn::GetAtt', 0) === 'CognitoUserPoolMain' &&
    at(authorizer, 'ProviderARNs', 1) === undefined
  );
};

export const pathOf = (template: Template, resourceId: unknown): string => {
  const resource = template.Resources[String(at(resourceId, 'Ref'))];
  return resource
    ? `${pathOf(template, at(resource.Properties, 'ParentId'))}/${at(resource.Properties, 'PathPart')}`
    : '';
};
