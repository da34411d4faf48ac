// The origin of hosted pages. CloudFormation knows it when the distribution is there, so it is a reference everywhere.

export const webOrigin = 'https://${WebDistribution.DomainName}';

/** In its place where the framework takes nothing but text: it writes preflights from that. */
export const webOriginInPreflights = 'https://${WebHost}';

type Response = {
  readonly ResponseParameters: Record<string, unknown>;
  readonly ResponseTemplates: Record<string, unknown>;
};

/** Puts the reference into the answers to preflights of a compiled template. */
export const referToWebOrigin = (
  resources: Readonly<
    Record<
      string,
      { Type: string; Properties: { Integration?: { IntegrationResponses?: readonly Response[] } } }
    >
  >,
): void => {
  const responses = Object.values(resources)
    .filter(({ Type }) => Type === 'AWS::ApiGateway::Method')
    .flatMap(({ Properties }) => Properties.Integration?.IntegrationResponses ?? []);
  for (const { ResponseParameters, ResponseTemplates } of responses) {
    substitute(ResponseParameters, host);
    substitute(ResponseTemplates, hostPattern);
  }
};

const host = { 'Fn::GetAtt': ['WebDistribution', 'DomainName'] };
/** The template compares by regular expression. */
const hostPattern = { 'Fn::Join': ['[.]', { 'Fn::Split': ['.', host] }] };

const substitute = (texts: Record<string, unknown>, WebHost: unknown): void => {
  for (const [name, text] of Object.entries(texts))
    if (String(text).includes('${WebHost}')) texts[name] = { 'Fn::Sub': [text, { WebHost }] };
};
