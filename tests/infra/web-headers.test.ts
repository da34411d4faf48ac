import { describe, expect, it } from 'vitest';
import { awsConnections, cacheControl, securityHeaders } from '../../infra/web-headers.ts';

const connections = awsConnections({
  api: 'https://abc.execute-api.us-east-1.amazonaws.com/dev',
  signIn: 'https://iot-attache-dev.auth.us-east-1.amazoncognito.com/',
  region: 'us-east-1',
  urlSuffix: 'amazonaws.com',
});
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
      'https://iot-attache-dev.auth.us-east-1.amazoncognito.com',
      'https://cognito-identity.us-east-1.amazonaws.com',
      'wss://*.iot.us-east-1.amazonaws.com',
    ]);
    const local = { ...connections, api: 'http://127.0.0.1:3000', mqtt: 'ws://127.0.0.1:3004/mqtt' };
    expect(directives(securityHeaders(local))['connect-src']).toEqual(
      expect.arrayContaining(['http://127.0.0.1:3000', 'ws://127.0.0.1:3004']),
    );
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
      'require-trusted-types-for': ["'script'"],
      'trusted-types': ["'none'"],
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
