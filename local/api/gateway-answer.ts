// What API Gateway would answer itself, made from the very gateway responses that are deployed.
import { type GatewayResponseType, gatewayResponses } from '../../infra/gateway-responses.ts';

export type GatewayAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export const gatewayAnswering = (corsOrigins: readonly string[]) => {
  const properties = Object.values(gatewayResponses(corsOrigins)).map(({ Properties }) => Properties);
  return (type: GatewayResponseType, requestId: string): GatewayAnswer => {
    const found = properties.find(({ ResponseType }) => ResponseType === type);
    if (!found) throw new Error(`There is no gateway response ${type}.`);
    return {
      status: Number(found.StatusCode),
      headers: {
        ...Object.fromEntries(
          Object.entries(found.ResponseParameters).map(([target, constant]) => [
            target.slice('gatewayresponse.header.'.length),
            constant.slice(1, -1),
          ]),
        ),
        'x-amzn-RequestId': requestId,
        'x-amzn-ErrorType': type,
      },
      body: (found.ResponseTemplates['application/json'] ?? '').replaceAll('$context.requestId', requestId),
    };
  };
};
