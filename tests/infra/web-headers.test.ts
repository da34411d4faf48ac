import { describe, expect, it } from 'vitest';
import { cacheControl, securityHeaders } from '../../infra/web-headers.ts';

const connections = {
  api: 'https://abc.execute-api.us-east-1.amazonaws.com/dev',
  cognitoIdp: 'https://cognito-idp.us-east-1.amazonaws.com/',
  cognitoIdentity: 'https://cognito-identity.us-east-1.amazonaws.com',
  mqtt: 'wss://xyz-ats.iot.us-east-1.amazonaws.com:443/mqtt',
  signIn: 'https://iot-attache-dev.auth.us-east-1.amazoncognito.com',
};
const directives = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    (headers['Content-Security-Policy'] ?? '')
      .split('; ')
      .map((directive) => [directive.split(' ')[0], directive.split(' ').slice(1)]),
  );

describe('the Content-Security-Policy', () => {
  it('lets the pages connect to exactly what they call, ports included', () => {
    expect(directives(securityHeaders(connections))['connect-src']).toEqual([
      "'self'",
      'https://abc.execute-api.us-east-1.amazonaws.com',
      'https://cognito-idp.us-east-1.amazonaws.com',
      'https://cognito-identity.us-east-1.amazonaws.com',
      'wss://xyz-ats.iot.us-east-1.amazonaws.com:443',
      'https://iot-attache-dev.auth.us-east-1.amazoncognito.com',
    ]);
  });

  it('names no hosted sign-in where there is none', () => {
    const { signIn: _, ...without } = connections;
    expect(directives(securityHeaders(without))['connect-src']).toHaveLength(5);
  });

  it('allows nothing inline, nothing evaluated, no frame, no plug-in, no other base', () => {
    const { 'connect-src': _, ...others } = directives(securityHeaders(connections));
    expect(others).toEqual({
      'default-src': ["'none'"],
      'script-src': ["'self'"],
      'style-src': ["'self'"],
      'img-src': ["'self'"],
      'base-uri': ["'none'"],
      'form-action': ["'self'"],
      'frame-ancestors': ["'none'"],
    });
  });
});

it('sends no referrer, guesses no type, shares no window, uses no device', () => {
  expect(securityHeaders(connections)).toMatchObject({
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Permissions-Policy': expect.stringContaining('camera=()'),
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  });
});

it.each([
  ['/assets/demo-Ab12.js', 'public, max-age=31536000, immutable'],
  ['/index.html', 'no-cache'],
  ['/console/index.html', 'no-cache'],
  ['/settings.json', 'no-cache'],
  ['/icon.svg', 'no-cache'],
])('lets %s be cached: %s', (path, caching) => {
  expect(cacheControl(path)).toBe(caching);
});
