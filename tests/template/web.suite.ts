// The part that hosts the web pages: not there unless it is asked for.
import { describe, expect, it } from 'vitest';
import { awsConnections, securityHeaders } from '../../infra/web-headers.ts';
import { pseudoParameters, resolveIntrinsics } from '../../local/resolve-intrinsics.ts';
import { circlesIn, neededBy } from './dependencies.ts';
import { at, listOf, ofType, planted, type Template } from './template.ts';
import { answersOf } from './web-routes.ts';

export const webSuite = (off: () => Template, on: () => Template) => {
  const propertiesOf = (logicalId: string) => at(on().Resources, logicalId, 'Properties');
  const distribution = () => at(propertiesOf('WebDistribution'), 'DistributionConfig');

  describe('without hosted pages', () => {
    it('nothing of them is in the stack', () => {
      const added = Object.keys(on().Resources).filter((name) => /^Web/.test(name));
      expect(added).toHaveLength(6);
      for (const name of [...added, 'WebUrl', 'WebHost', 'CloudFront'])
        expect(JSON.stringify(off()).includes(name), name).toBe(false);
      expect(off().Outputs).not.toHaveProperty('WebUrl');
      expect(off().Outputs).not.toHaveProperty('WebBucket');
    });
  });

  describe('hosted pages', () => {
    it('lie in a bucket that is private, encrypted, and goes with the stack', () => {
      expect(on().Resources['WebBucket']).toMatchObject({ DeletionPolicy: 'Delete' });
      expect(propertiesOf('WebBucket')).toEqual({
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      });
    });

    it('are read by this distribution alone, and by TLS alone', () => {
      expect(readersOf(on())).toEqual([
        's3:GetObject on files by cloudfront.amazonaws.com for WebDistribution',
      ]);
      const statements = listOf(at(propertiesOf('WebBucketPolicy'), 'PolicyDocument', 'Statement'));
      expect(statements).toContainEqual({
        Sid: 'OnlyByTls',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [{ 'Fn::GetAtt': ['WebBucket', 'Arn'] }, { 'Fn::Sub': '${WebBucket.Arn}/*' }],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      });
      expect(at(distribution(), 'Origins')).toEqual([
        {
          Id: 'files',
          DomainName: { 'Fn::GetAtt': ['WebBucket', 'RegionalDomainName'] },
          OriginAccessControlId: { 'Fn::GetAtt': ['WebAccess', 'Id'] },
          S3OriginConfig: { OriginAccessIdentity: '' },
        },
      ]);
      expect(at(propertiesOf('WebAccess'), 'OriginAccessControlConfig')).toMatchObject({
        OriginAccessControlOriginType: 's3',
        SigningBehavior: 'always',
        SigningProtocol: 'sigv4',
      });
    });

    it.each([
      ['anybody may read', ['Principal'], '*'],
      ['any distribution may read', ['Condition'], undefined],
      ['the distribution may write', ['Action'], 's3:*'],
    ] as const)('would be found open if %s', (_, path, value) => {
      const opened = planted(
        on(),
        ['WebBucketPolicy', 'Properties', 'PolicyDocument', 'Statement', 0, ...path],
        value,
      );
      expect(readersOf(opened)).not.toEqual(readersOf(on()));
    });

    it('are sent by HTTPS, over HTTP/2 and HTTP/3, compressed, and take no other method', () => {
      expect(distribution()).toMatchObject({
        Enabled: true,
        HttpVersion: 'http2and3',
        PriceClass: 'PriceClass_All',
        DefaultCacheBehavior: {
          ViewerProtocolPolicy: 'redirect-to-https',
          AllowedMethods: ['GET', 'HEAD'],
          Compress: true,
          ResponseHeadersPolicyId: { Ref: 'WebHeaders' },
          FunctionAssociations: [
            { EventType: 'viewer-request', FunctionARN: { 'Fn::GetAtt': ['WebRoutes', 'FunctionARN'] } },
          ],
        },
      });
      expect(distribution()).not.toHaveProperty('CacheBehaviors');
    });

    it('have the headers that they have on this machine, with AWS’s addresses, and HSTS', () => {
      const references = {
        ...pseudoParameters({ partition: 'aws', region: 'eu-west-1', accountId: '123456789012' }),
        ApiGatewayRestApi: 'abc123',
        UserPoolDomain: 'iot-attache-prod-123456789012',
      };
      const policy = resolveIntrinsics(propertiesOf('WebHeaders'), { references });
      const { 'Strict-Transport-Security': hsts, ...headers } = headersOf(policy);
      expect(hsts).toBe('max-age=63072000');
      expect(headers).toEqual(
        securityHeaders(
          awsConnections({
            api: 'https://abc123.execute-api.eu-west-1.amazonaws.com/prod',
            signIn: 'https://iot-attache-prod-123456789012.auth.eu-west-1.amazoncognito.com',
            region: 'eu-west-1',
            urlSuffix: 'amazonaws.com',
          }),
        ),
      );
    });

    it.each([
      ['/', '/index.html'],
      ['/console/', '/console/index.html'],
      ['/console/users/alice@example.com', '/console/index.html'],
      ['/assets/demo-Ab12.js', '/assets/demo-Ab12.js'],
      ['/settings.json', '/settings.json'],
    ])('are found: %s is %s', (uri, file) => {
      const request = answersOf(propertiesOf('WebRoutes'), { uri, querystring: { code: { value: 'x' } } });
      expect(request).toEqual({ uri: file, querystring: { code: { value: 'x' } } });
    });

    it('are found at /console, too', () => {
      expect(answersOf(propertiesOf('WebRoutes'), { uri: '/console' })).toEqual({
        statusCode: 302,
        statusDescription: 'Found',
        headers: { location: { value: '/console/' } },
      });
    });

    it('say 404 of what is not there, whatever S3 calls it', () => {
      expect(at(distribution(), 'CustomErrorResponses')).toEqual([
        { ErrorCode: 403, ResponseCode: 404, ResponsePagePath: '/404.txt', ErrorCachingMinTTL: 0 },
      ]);
    });

    it('may call the API', () => {
      const functions = ofType(on(), 'AWS::Lambda::Function').flatMap(([, { Properties }]) =>
        listOf(at(Properties, 'Environment', 'Variables', 'CORS_ORIGINS')),
      );
      expect(functions).toHaveLength(7);
      for (const origins of functions)
        expect(at(origins, 'Fn::Sub')).toMatch(/,https:\/\/\$\{WebDistribution\.DomainName\}$/);
      const preflights = ofType(on(), 'AWS::ApiGateway::Method').filter(
        ([, { Properties }]) => at(Properties, 'HttpMethod') === 'OPTIONS',
      );
      expect(preflights).not.toEqual([]);
      for (const [name, { Properties }] of preflights) {
        const responses = at(Properties, 'Integration', 'IntegrationResponses', 0, 'ResponseTemplates');
        const [template, variables] = listOf(at(responses, 'application/json', 'Fn::Sub'));
        expect(template, name).toContain('|| $origin.matches("https://${WebHost}")) #set(');
        expect(variables).toEqual({
          WebHost: {
            'Fn::Join': ['[.]', { 'Fn::Split': ['.', { 'Fn::GetAtt': ['WebDistribution', 'DomainName'] }] }],
          },
        });
      }
      for (const [, { Properties }] of ofType(on(), 'AWS::ApiGateway::GatewayResponse'))
        expect(
          at(Properties, 'ResponseParameters', 'gatewayresponse.header.Access-Control-Allow-Origin'),
        ).toBe("'*'");
    });

    it('are where sign-in and sign-out may return to', () => {
      const urls = expect.arrayContaining([
        { 'Fn::Sub': 'https://${WebDistribution.DomainName}/' },
        { 'Fn::Sub': 'https://${WebDistribution.DomainName}/console/' },
      ]);
      expect(propertiesOf('UserPoolClient')).toMatchObject({ CallbackURLs: urls, LogoutURLs: urls });
    });

    it('leave the stack nowhere waiting for itself', () => {
      expect(neededBy(on(), 'RegisterLambdaFunction')).toContain('WebDistribution');
      expect(circlesIn(on())).toEqual([]);
    });

    it('would be found waiting for themselves if a hook knew of them', () => {
      const path = ['PreDashtokenDashgenerationLambdaFunction', 'Properties', 'Planted'] as const;
      const circular = planted(on(), path, { 'Fn::Sub': 'https://${WebDistribution.DomainName}' });
      expect(circlesIn(circular)).not.toEqual([]);
    });

    it('tell where they are', () => {
      expect(at(on().Outputs, 'WebUrl', 'Value')).toEqual({
        'Fn::Sub': 'https://${WebDistribution.DomainName}',
      });
      expect(at(on().Outputs, 'WebBucket', 'Value')).toEqual({ Ref: 'WebBucket' });
    });
  });
};

const readersOf = (template: Template): readonly string[] =>
  listOf(at(template.Resources, 'WebBucketPolicy', 'Properties', 'PolicyDocument', 'Statement'))
    .filter((statement) => at(statement, 'Effect') === 'Allow')
    .map((statement) => {
      const source = String(at(statement, 'Condition', 'StringEquals', 'aws:SourceArn', 'Fn::Sub'));
      const files = at(statement, 'Resource', 'Fn::Sub') === '${WebBucket.Arn}/*' ? 'files' : 'more';
      const whose = source.endsWith(':distribution/${WebDistribution}') ? 'WebDistribution' : 'any';
      const principal = at(statement, 'Principal', 'Service') ?? 'anybody';
      return `${at(statement, 'Action')} on ${files} by ${principal} for ${whose}`;
    });

/** As CloudFront would send them. */
const headersOf = (policy: unknown): Readonly<Record<string, unknown>> => {
  const config = at(policy, 'ResponseHeadersPolicyConfig');
  const security = at(config, 'SecurityHeadersConfig');
  const hsts = at(security, 'StrictTransportSecurity');
  const custom = listOf(at(config, 'CustomHeadersConfig', 'Items')).map(
    (item) => [String(at(item, 'Header')), at(item, 'Value')] as const,
  );
  return {
    ...Object.fromEntries(custom),
    'Content-Security-Policy': at(security, 'ContentSecurityPolicy', 'ContentSecurityPolicy'),
    'Referrer-Policy': at(security, 'ReferrerPolicy', 'ReferrerPolicy'),
    ...(at(security, 'ContentTypeOptions') !== undefined && { 'X-Content-Type-Options': 'nosniff' }),
    'Strict-Transport-Security': `max-age=${at(hsts, 'AccessControlMaxAgeSec')}${
      at(hsts, 'IncludeSubdomains') === true ? '; includeSubDomains' : ''
    }`,
  };
};
