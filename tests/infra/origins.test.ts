import { describe, expect, it } from 'vitest';
import { origins } from '../../infra/origins.ts';
import { web } from '../../infra/web.ts';

const settings = {
  corsOrigins: 'https://a.example, https://b.example',
  callbackUrls: 'https://a.example/back',
  web: 'off',
  webDomain: '',
};

describe('the origins of pages', () => {
  it('are those of the settings where none are hosted', () => {
    expect(origins(settings)).toEqual({
      cors: settings.corsOrigins,
      preflights: ['https://a.example', 'https://b.example'],
      gatewayResponses: ['https://a.example', 'https://b.example'],
      callbacks: ['https://a.example/back'],
    });
  });

  it('have that of hosted pages among them, by reference', () => {
    expect(origins({ ...settings, web: 'on' })).toEqual({
      cors: { 'Fn::Sub': 'https://a.example,https://b.example,https://${WebDistribution.DomainName}' },
      preflights: ['https://a.example', 'https://b.example', 'https://${WebHost}'],
      gatewayResponses: ['*'],
      callbacks: [
        'https://a.example/back',
        { 'Fn::Sub': 'https://${WebDistribution.DomainName}/' },
        { 'Fn::Sub': 'https://${WebDistribution.DomainName}/console/' },
      ],
    });
  });

  it('have the domain of hosted pages among them', () => {
    expect(origins({ ...settings, corsOrigins: '', web: 'on', webDomain: 'pages.example' })).toEqual({
      cors: { 'Fn::Sub': 'https://pages.example' },
      preflights: ['https://pages.example'],
      gatewayResponses: ['*'],
      callbacks: [
        'https://a.example/back',
        { 'Fn::Sub': 'https://pages.example/' },
        { 'Fn::Sub': 'https://pages.example/console/' },
      ],
    });
  });
});

describe('a domain of one’s own', () => {
  const plain = { prefix: 'p', priceClass: 'PriceClass_100', domain: '', certificate: '' };
  const own = { ...plain, domain: 'pages.example', certificate: 'arn:aws:acm:us-east-1:1:certificate/c' };
  const configOf = (of: typeof plain) => web(of).Resources.WebDistribution.Properties.DistributionConfig;

  it('is taken with its certificate, and TLS 1.2 at least', () => {
    expect(configOf(own)).toMatchObject({
      Aliases: ['pages.example'],
      ViewerCertificate: {
        AcmCertificateArn: own.certificate,
        MinimumProtocolVersion: 'TLSv1.2_2021',
        SslSupportMethod: 'sni-only',
      },
    });
    expect(web(own).Outputs.WebUrl.Value).toEqual({ 'Fn::Sub': 'https://pages.example' });
  });

  it('may be left out', () => {
    expect(configOf(plain)).not.toHaveProperty('Aliases');
    expect(configOf(plain)).not.toHaveProperty('ViewerCertificate');
  });

  it.each([
    { ...own, domain: '' },
    { ...own, certificate: '' },
  ])('goes with its certificate', (half) => {
    expect(() => web(half)).toThrow('webDomain and webCertificate go together');
  });
});
