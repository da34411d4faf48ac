// What the web pages are sent with, wherever they are served: on this machine and by CloudFront.

/** What the pages call, as URLs or origins. */
export type PageConnections = {
  readonly api: string;
  /** What gives tokens: the hosted sign-in's domain, or the user pool where there is none. */
  readonly signIn: string;
  readonly cognitoIdentity: string;
  readonly mqtt: string;
};

/** On AWS; the IoT endpoint of an account is known to no template. */
export const awsConnections = (place: {
  readonly api: string;
  readonly signIn: string;
  readonly region: string;
  /** `amazonaws.com` but in China. */
  readonly urlSuffix: string;
}): PageConnections => ({
  api: place.api,
  signIn: place.signIn,
  cognitoIdentity: `https://cognito-identity.${place.region}.${place.urlSuffix}`,
  mqtt: `wss://*.iot.${place.region}.${place.urlSuffix}`,
});

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

/**
 * Scripts, styles and images are files beside the pages: nothing inline, nothing from elsewhere (CSP level 3); and no
 * text becomes markup or code (Trusted Types).
 */
const contentSecurityPolicy = (connections: PageConnections): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src ${["'self'", ...Object.values(connections).map(originOf)].join(' ')}`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');

/** Of a URL, which may hold `${…}` and `*`. */
const originOf = (url: string): string => url.split('/', 3).join('/');

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
