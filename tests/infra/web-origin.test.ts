import { expect, it } from 'vitest';
import { hostsPages, referToWebOrigin, webOriginInPreflights } from '../../infra/web-origin.ts';

const method = (origin: string) => ({
  Type: 'AWS::ApiGateway::Method',
  Properties: {
    Integration: {
      IntegrationResponses: [
        {
          ResponseParameters: {
            'method.response.header.Access-Control-Allow-Origin': `'${origin}'`,
            'method.response.header.Access-Control-Max-Age': "'600'",
          },
          ResponseTemplates: { 'application/json': `#if($origin.matches("${origin}"))` },
        },
      ],
    },
  },
});
const host = { 'Fn::GetAtt': ['WebDistribution', 'DomainName'] };

it('makes a reference of the pages’ origin, as a name and as a pattern', () => {
  const resources = { Options: method(webOriginInPreflights), Get: { Type: 'Other', Properties: {} } };
  referToWebOrigin(resources);
  expect(resources).toEqual({
    Options: {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        Integration: {
          IntegrationResponses: [
            {
              ResponseParameters: {
                'method.response.header.Access-Control-Allow-Origin': {
                  'Fn::Sub': ["'https://${WebHost}'", { WebHost: host }],
                },
                'method.response.header.Access-Control-Max-Age': "'600'",
              },
              ResponseTemplates: {
                'application/json': {
                  'Fn::Sub': [
                    '#if($origin.matches("https://${WebHost}"))',
                    { WebHost: { 'Fn::Join': ['[.]', { 'Fn::Split': ['.', host] }] } },
                  ],
                },
              },
            },
          ],
        },
      },
    },
    Get: { Type: 'Other', Properties: {} },
  });
});

it('leaves other origins as they are', () => {
  const resources = { Options: method('http://localhost:8000') };
  referToWebOrigin(resources);
  expect(resources).toEqual({ Options: method('http://localhost:8000') });
});

it.each([
  ['on', true],
  ['off', false],
])('takes the setting %s', (setting, hosts) => {
  expect(hostsPages(setting)).toBe(hosts);
});

it.each(['', 'true', 'On'])('refuses the setting "%s"', (setting) => {
  expect(() => hostsPages(setting)).toThrow(`web is "${setting}"; it must be "on" or "off".`);
});
