// Hosting of the web pages, where it is asked for: a bucket that only CloudFront reads, and a distribution.
import { awsConnections, securityHeaders } from './web-headers.ts';
import { webOrigin } from './web-origin.ts';
import { notFound, pageRoute } from './web-routes.ts';

export type WebSettings = {
  /** Of the stage; names at CloudFront are for the whole account, so a region follows. */
  readonly prefix: string;
  readonly priceClass: string;
  /** Of one's own; empty without. */
  readonly domain: string;
  /** ARN of its certificate, in us-east-1. */
  readonly certificate: string;
};

/** @throws for a domain without certificate: CloudFront refuses it. */
export const web = (settings: WebSettings) => {
  const { prefix, domain, certificate } = settings;
  if ((domain === '') !== (certificate === ''))
    throw new Error('webDomain and webCertificate go together: set both, or none.');
  const name = { 'Fn::Sub': `${prefix}-\${AWS::Region}` };
  return {
    Resources: {
      WebBucket: bucket,
      WebBucketPolicy: bucketPolicy,
      WebAccess: {
        Type: 'AWS::CloudFront::OriginAccessControl',
        Properties: {
          OriginAccessControlConfig: {
            Name: name,
            OriginAccessControlOriginType: 's3',
            SigningBehavior: 'always',
            SigningProtocol: 'sigv4',
          },
        },
      },
      WebRoutes: {
        Type: 'AWS::CloudFront::Function',
        Properties: {
          Name: name,
          AutoPublish: true,
          FunctionCode: routesCode,
          FunctionConfig: {
            Comment: 'Finds the page for a path',
            Runtime: 'cloudfront-js-2.0',
          },
        },
      },
      WebHeaders: {
        Type: 'AWS::CloudFront::ResponseHeadersPolicy',
        Properties: { ResponseHeadersPolicyConfig: { Name: name, ...responseHeaders } },
      },
      WebDistribution: distribution(settings),
    },
    Outputs: {
      WebUrl: {
        Description: 'The demo page; the console is at /console/',
        Value: { 'Fn::Sub': webOrigin(domain) },
      },
      WebBucket: { Description: 'The files of the pages', Value: { Ref: 'WebBucket' } },
    },
  };
};

const bucket = {
  Type: 'AWS::S3::Bucket',
  DeletionPolicy: 'Delete',
  UpdateReplacePolicy: 'Delete',
  Properties: {
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
  },
};

const bucketPolicy = {
  Type: 'AWS::S3::BucketPolicy',
  Properties: {
    Bucket: { Ref: 'WebBucket' },
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'Distribution',
          Effect: 'Allow',
          Principal: { Service: 'cloudfront.amazonaws.com' },
          Action: 's3:GetObject',
          Resource: { 'Fn::Sub': '${WebBucket.Arn}/*' },
          Condition: {
            StringEquals: {
              'aws:SourceArn': {
                'Fn::Sub':
                  'arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${WebDistribution}',
              },
            },
          },
        },
        {
          Sid: 'OnlyByTls',
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: [{ 'Fn::GetAtt': ['WebBucket', 'Arn'] }, { 'Fn::Sub': '${WebBucket.Arn}/*' }],
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    },
  },
};

const distribution = ({ prefix, priceClass, domain, certificate }: WebSettings) => ({
  Type: 'AWS::CloudFront::Distribution',
  Properties: {
    DistributionConfig: {
      Comment: `Web pages of ${prefix}`,
      Enabled: true,
      HttpVersion: 'http2and3',
      IPV6Enabled: true,
      PriceClass: priceClass,
      Origins: [
        {
          Id: 'files',
          DomainName: { 'Fn::GetAtt': ['WebBucket', 'RegionalDomainName'] },
          OriginAccessControlId: { 'Fn::GetAtt': ['WebAccess', 'Id'] },
          S3OriginConfig: { OriginAccessIdentity: '' }, // the old way, which must be said not to be used
        },
      ],
      DefaultCacheBehavior: {
        TargetOriginId: 'files',
        ViewerProtocolPolicy: 'redirect-to-https',
        AllowedMethods: ['GET', 'HEAD'],
        CachedMethods: ['GET', 'HEAD'],
        Compress: true,
        CachePolicyId: cachingOptimized,
        ResponseHeadersPolicyId: { Ref: 'WebHeaders' },
        FunctionAssociations: [
          { EventType: 'viewer-request', FunctionARN: { 'Fn::GetAtt': ['WebRoutes', 'FunctionARN'] } },
        ],
      },
      // At its own domain name, CloudFront sets the protocols itself.
      ...(domain !== '' && {
        Aliases: [domain],
        ViewerCertificate: {
          AcmCertificateArn: certificate,
          MinimumProtocolVersion: 'TLSv1.2_2021',
          SslSupportMethod: 'sni-only',
        },
      }),
      // S3 says 403 of a file that is not there to whoever may not list the bucket.
      CustomErrorResponses: [
        { ErrorCode: 403, ResponseCode: 404, ResponsePagePath: notFound.file, ErrorCachingMinTTL: 0 },
      ],
    },
  },
});

/** "Managed-CachingOptimized": as long as the file itself says; compressed; cookies and queries are not passed on. */
const cachingOptimized = '658327ea-f89d-4fab-a63d-7e88639e58f6';

const routesCode = `const pageRoute = ${String(pageRoute)};

function handler(event) {
  const request = event.request;
  const route = pageRoute(request.uri);
  if (route.location !== undefined)
    return { statusCode: 302, statusDescription: 'Found', headers: { location: { value: route.location } } };
  request.uri = route.file;
  return request;
}
`;

const {
  'Content-Security-Policy': contentSecurityPolicy,
  'Referrer-Policy': referrerPolicy,
  'X-Content-Type-Options': _nosniff,
  ...otherHeaders
} = securityHeaders(
  awsConnections({
    api: 'https://${ApiGatewayRestApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}',
    signIn: 'https://${UserPoolDomain}.auth.${AWS::Region}.amazoncognito.com',
    region: '${AWS::Region}',
    urlSuffix: '${AWS::URLSuffix}',
  }),
);

/** CloudFront has a place of its own for some headers and takes them nowhere else. */
const responseHeaders = {
  SecurityHeadersConfig: {
    ContentSecurityPolicy: { ContentSecurityPolicy: { 'Fn::Sub': contentSecurityPolicy }, Override: true },
    ContentTypeOptions: { Override: true },
    ReferrerPolicy: { ReferrerPolicy: referrerPolicy, Override: true },
    StrictTransportSecurity: { AccessControlMaxAgeSec: 63_072_000, IncludeSubdomains: true, Override: true },
  },
  CustomHeadersConfig: {
    Items: Object.entries(otherHeaders).map(([Header, Value]) => ({ Header, Value, Override: true })),
  },
};
