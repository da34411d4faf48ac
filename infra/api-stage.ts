// The API's stage: throttling, access logs and tracing. The framework would set those by calls after the deployment,
// past CloudFormation; so the stage is taken out of its deployment and made a resource of its own.

export const apiStage = (settings: {
  /** The framework's suffix of the deployment resource, new for every packaging. */
  readonly instanceId: string;
  readonly stage: string;
  /** Resources of the API that a deployment takes along only if they exist before it. */
  readonly deployedAlong: readonly string[];
  /** Requests per second, and at once. */
  readonly throttleRate: number;
  readonly throttleBurst: number;
}) => {
  const deployment = `ApiGatewayDeployment${settings.instanceId}`;
  return {
    Resources: {
      ApiStage: {
        Type: 'AWS::ApiGateway::Stage',
        DependsOn: ['ApiGatewayAccount'],
        Properties: {
          RestApiId: { Ref: 'ApiGatewayRestApi' },
          DeploymentId: { Ref: deployment },
          StageName: settings.stage,
          TracingEnabled: true,
          AccessLogSetting: {
            DestinationArn: { 'Fn::GetAtt': ['ApiAccessLogs', 'Arn'] },
            Format: JSON.stringify(accessLogFormat),
          },
          MethodSettings: [
            {
              ResourcePath: '/*',
              HttpMethod: '*',
              MetricsEnabled: true,
              // Execution logs hold request headers, and with them tokens.
              LoggingLevel: 'OFF',
              DataTraceEnabled: false,
              ThrottlingRateLimit: settings.throttleRate,
              ThrottlingBurstLimit: settings.throttleBurst,
            },
          ],
        },
      },
    },
    extensions: {
      [deployment]: {
        Properties: { StageName: { Ref: 'AWS::NoValue' } },
        DependsOn: settings.deployedAlong,
      },
    },
  };
};

/** No header, no query, no claim but the caller's `sub`. */
const accessLogFormat = {
  requestId: '$context.requestId',
  time: '$context.requestTimeEpoch',
  route: '$context.httpMethod $context.resourcePath',
  status: '$context.status',
  user: '$context.authorizer.claims.sub',
  ip: '$context.identity.sourceIp',
  latencyMs: '$context.responseLatency',
  integrationLatencyMs: '$context.integrationLatency',
  responseBytes: '$context.responseLength',
  gatewayError: '$context.error.responseType',
};
