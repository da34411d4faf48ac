// The origin of hosted pages. Without a domain of one's own CloudFormation knows it when the distribution is there, so
// it is a reference everywhere.

/** The setting `web`. @throws for anything but `on` and `off`. */
export const hostsPages = (setting: string): boolean => {
  if (setting !== 'on' && setting !== 'off')
    throw new Error(`web is "${setting}"; it must be "on" or "off".`);
  return setting === 'on';
};

/** As text of `Fn::Sub`. */
export const webOrigin = (domain: string): string =>
  domain === '' ? 'https://${WebDistribution.DomainName}' : `https://${domain}`;

/** In place of the reference where the framework takes nothing but text: it writes preflights from that. */
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
