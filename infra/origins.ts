// Whose pages may call the API and sign users in: what the settings name, and hosted pages.
import { separated } from './separated.ts';
import { hostsPages, webOrigin, webOriginInPreflights } from './web-origin.ts';

type Text = string | { readonly 'Fn::Sub': string };

export const origins = (settings: {
  readonly corsOrigins: string;
  readonly callbackUrls: string;
  readonly web: string;
  readonly webDomain: string;
}): {
  /** The functions' variable. */
  readonly cors: Text;
  readonly preflights: readonly string[];
  readonly gatewayResponses: readonly string[];
  readonly callbacks: readonly Text[];
} => {
  const { corsOrigins, callbackUrls, web, webDomain } = settings;
  const [given, callbacks] = [separated(corsOrigins), separated(callbackUrls)];
  if (!hostsPages(web)) return { cors: corsOrigins, preflights: given, gatewayResponses: given, callbacks };
  const origin = webOrigin(webDomain);
  return {
    cors: { 'Fn::Sub': [...given, origin].join(',') },
    preflights: [...given, webDomain === '' ? webOriginInPreflights : origin],
    gatewayResponses: ['*'],
    callbacks: [...callbacks, { 'Fn::Sub': `${origin}/` }, { 'Fn::Sub': `${origin}/console/` }],
  };
};
