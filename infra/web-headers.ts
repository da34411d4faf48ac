// What the web pages are sent with, wherever they are served: on this machine and by CloudFront.

/** What the pages call, as URLs or origins. */
export type PageConnections = {
  readonly api: string;
  readonly cognitoIdp: string;
  readonly cognitoIdentity: string;
  readonly mqtt: string;
  /** The hosted sign-in, whose token endpoint is called after coming back from it. */
  readonly signIn?: string | undefined;
};

/** Of every answer. */
export const securityHeaders = (connections: PageConnections): Readonly<Record<string, string>> => ({
  'Content-Security-Policy': contentSecurityPolicy(connections),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': unusedFeatures.map((feature) => `${feature}=()`).join(', '),
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
});

/** Files below /assets/ have a hash of their content in their names; all others keep their names. */
export const cacheControl = (path: string): string =>
  path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';

/** Scripts, styles and images are files beside the pages: nothing inline, nothing from elsewhere (CSP level 3). */
const contentSecurityPolicy = (connections: PageConnections): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src ${["'self'", ...new Set(Object.values(connections).flatMap(originOf))].join(' ')}`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

const originOf = (url: string | undefined): readonly string[] =>
  /^\w+:\/\/[^/]+/.exec(url ?? '')?.slice(0, 1) ?? [];

const unusedFeatures = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'usb',
];
